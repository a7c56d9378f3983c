import { useState } from 'react';
import { v7 } from 'uuid';
import { fieldClasses, patterns, type Rule } from '#shared/permit/redaction/profile.ts';
import { fieldsOf } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { GroundDialog } from './ground-dialog.tsx';
import { lastGround, useRedactions } from './use-redactions.ts';

const one = (only: readonly string[] | undefined, noun: string) =>
  only === undefined ? `every ${noun}` : only.length === 1 ? `one ${noun}` : `${only.length} of the ${noun} records`;

/** What a rule removes, in words. */
export const ruleText = (rule: Rule): string => {
  const record = 'recordType' in rule ? recordNamed(rule.recordType) : undefined;
  const noun = record?.label.one.toLowerCase() ?? 'record';
  switch (rule.kind) {
    case 'records':
      return `Withholds whole: ${one(rule.only, noun)}`;
    case 'fields': {
      const labels = rule.fields.map((name) => (record && fieldsOf(record)[name]?.label) ?? name);
      return `${labels.join(', ')} of ${one(rule.only, noun)}`;
    }
    case 'class':
      return fieldClasses[rule.class];
    case 'terms':
      return `The words: ${rule.terms.join('; ')}`;
    case 'pattern':
      return patterns[rule.pattern];
    case 'files':
      return `Withholds ${one(rule.only, 'file')}`;
    case 'areas':
      return 'Areas of a picture or page';
  }
};

const general = [
  ...Object.entries(fieldClasses).map(([name, label]) => ({ value: `class:${name}`, label })),
  ...Object.entries(patterns).map(([name, label]) => ({ value: `pattern:${name}`, label })),
];
const metadata = { value: 'metadata', label: 'Hidden data of photos and PDFs' };

/** What is removed from every copy for this request, each with the exemption that it rests on. */
export const Rules = ({ requestId, mayChange }: { readonly requestId: string; readonly mayChange: boolean }) => {
  const { query, save, add, remove } = useRedactions(requestId);
  const [what, setWhat] = useState('');
  const [adding, setAdding] = useState<string>();
  const { data } = query;
  if (query.error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(query.error)}</p>
      </Alert>
    );
  if (data === undefined) return <Loading />;
  const lines = [
    ...data.rules.map((rule) => ({
      key: rule.id,
      text: ruleText(rule),
      ground: rule,
      out: () => void remove(rule.id),
    })),
    ...(data.fileMetadata
      ? [{ key: 'metadata', text: metadata.label, ground: data.fileMetadata, out: undefined }]
      : []),
  ];
  const used = new Set(
    data.rules.flatMap((r) =>
      r.kind === 'class' ? [`class:${r.class}`] : r.kind === 'pattern' ? [`pattern:${r.pattern}`] : [],
    ),
  );
  const options = [metadata, ...general].filter(({ value }) => !used.has(value));
  return (
    <>
      {!data.fileMetadata && (
        <p>
          Photos and PDFs lose their hidden data (camera, time, position, text layers) in every copy. Say what that
          rests on before you make one.
        </p>
      )}
      {lines.length === 0 ? (
        <p className="none">Nothing is removed yet.</p>
      ) : (
        <ul className="entries">
          {lines.map(({ key, text, ground, out }) => (
            <li key={key} className="entry">
              <p>
                <strong>{text}</strong>
              </p>
              <p className="card-facts">
                <span>{ground.exemption.code}</span>
                <span>{ground.exemption.citation}</span>
                <span>{ground.reason}</span>
              </p>
              {mayChange && out && (
                <Button look="quiet" busy={save.isPending} onClick={out}>
                  Put back<span className="hidden-text">: {text}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {save.error && (
        <Alert tone="error">
          <p>{sentenceOf(save.error)}</p>
        </Alert>
      )}
      {mayChange && (
        <div className="desk-add">
          <Select
            id="desk-rule"
            label="Remove from every record"
            empty="Choose what"
            options={options}
            value={what}
            onChange={setWhat}
          />
          <Button look="outline" onClick={() => what !== '' && setAdding(what)}>
            Remove
          </Button>
          <Button look="outline" onClick={() => setAdding('terms')}>
            Remove words
          </Button>
        </div>
      )}
      {adding !== undefined && (
        <GroundDialog
          title={[metadata, ...general].find(({ value }) => value === adding)?.label ?? 'Remove words'}
          about={<p>Name the exemption. Counsel should agree with it.</p>}
          first={lastGround(data)}
          {...(adding === 'terms' ? { words: '' } : {})}
          save={(ground, words) => {
            const [kind, name = ''] = adding.split(':');
            if (kind === 'metadata') return save.mutateAsync((now) => ({ ...now, fileMetadata: ground }));
            const made =
              kind === 'terms'
                ? { kind, terms: [words] }
                : kind === 'class'
                  ? { kind, class: name }
                  : { kind, pattern: name };
            return add({ id: v7(), ...ground, ...made } as Rule);
          }}
          onClose={() => {
            setAdding(undefined);
            setWhat('');
          }}
        />
      )}
    </>
  );
};
