import { useState, type ReactNode } from 'react';
import { usePeople } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { Select, TextInput } from '#web/ui/inputs.tsx';
import { Panel } from '#web/ui/page.tsx';
import type { Answers } from './filter.ts';

type Shared = 'from' | 'to' | 'person';
type Set<Name extends string> = (name: Name, value: string) => void;

interface FilterFormProps<Name extends string> {
  readonly applied: Answers<Name | Shared>;
  readonly onShow: (answers: Answers<Name | Shared>) => void;
  readonly children: (answers: Answers<Name | Shared>, set: Set<Name>) => ReactNode;
}

/** Nothing is looked up before Show: a look-up by person is written down, so it must be meant. */
export const FilterForm = <Name extends string>({ applied, onShow, children }: FilterFormProps<Name>) => {
  const people = usePeople();
  const [answers, setAnswers] = useState(applied);
  const set: Set<Name | Shared> = (name, value) => setAnswers((before) => ({ ...before, [name]: value }));
  const field = (name: Shared, label: string) => ({
    id: `audit-${name}`,
    label,
    value: answers[name] ?? '',
    onChange: (value: string) => set(name, value),
  });
  return (
    <Panel title="Show">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          onShow(answers);
        }}
      >
        <div className="field-row">
          {children(answers, set)}
          <TextInput {...field('from', 'From')} native={{ type: 'date' }} />
          <TextInput {...field('to', 'To')} native={{ type: 'date' }} />
          <Select
            {...field('person', 'Person')}
            help="For looking into an incident. Each look-up by person is written to the access events."
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            empty="Everyone"
          />
        </div>
        <Button type="submit" icon="search">
          Show
        </Button>
      </form>
    </Panel>
  );
};
