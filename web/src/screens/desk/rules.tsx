import { useState } from 'react';
import { v7 } from 'uuid';
import type { Redactions } from '#shared/permit/desk.ts';
import { fieldClasses, patterns, ruleSchema, type Rule } from '#shared/permit/redaction/profile.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { OrdinaryWords } from '#web/screens/redaction/ordinary-words.tsx';
import { RuleEntry } from '#web/screens/redaction/rule-entry.tsx';
import { HIDDEN, HIDDEN_DETAIL, ruleDetail, ruleText } from '#web/screens/redaction/rule-text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { BeginWith } from './begin-with.tsx';
import { GroundDialog, type Ground } from './ground-dialog.tsx';
import { lastGround, useRedactions } from './use-redactions.ts';

const METADATA = 'metadata';
const TERMS = 'terms';

const general = [
  { value: METADATA, label: HIDDEN },
  ...Object.entries(fieldClasses).map(([name, label]) => ({ value: `class:${name}`, label })),
  ...Object.entries(patterns).map(([name, label]) => ({ value: `pattern:${name}`, label })),
];

const usedBy = (rule: Rule): string[] => {
  if (rule.kind === 'class') return [`class:${rule.class}`];
  return rule.kind === 'pattern' ? [`pattern:${rule.pattern}`] : [];
};

const ruleOf = (what: string, ground: Ground, words: string): Rule => {
  const [kind, name = ''] = what.split(':');
  return ruleSchema.parse({
    id: v7(),
    kind,
    ...ground,
    ...(kind === TERMS ? { terms: [words] } : { [String(kind)]: name }),
  });
};

const RuleList = ({ set, busy, putBack }: { set: Redactions; busy: boolean; putBack?: (id: string) => void }) =>
  set.rules.length === 0 && set.fileMetadata === undefined ? (
    <p className="none">Nothing is removed yet.</p>
  ) : (
    <ul className="entries">
      {set.rules.map((rule) => (
        <RuleEntry key={rule.id} text={ruleText(rule)} detail={ruleDetail(rule)} ground={rule}>
          {putBack && (
            <Button look="quiet" busy={busy} onClick={() => putBack(rule.id)}>
              Put back<span className="hidden-text">: {ruleText(rule)}</span>
            </Button>
          )}
        </RuleEntry>
      ))}
      {set.fileMetadata && <RuleEntry text={HIDDEN} detail={HIDDEN_DETAIL} ground={set.fileMetadata} />}
    </ul>
  );

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
  const used = new Set(data.rules.flatMap(usedBy));
  return (
    <>
      {!data.fileMetadata && (
        <p>
          Photos and PDFs lose their hidden data (camera, time, position, text layers) in every copy. Say what that
          rests on before you make one: a profile does, or choose it below.
        </p>
      )}
      {mayChange && <BeginWith set={data} busy={save.isPending} change={save.mutateAsync} />}
      <RuleList set={data} busy={save.isPending} {...(mayChange && { putBack: (id: string) => void remove(id) })} />
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
            options={general.filter(({ value }) => !used.has(value))}
            value={what}
            onChange={setWhat}
          />
          <Button look="outline" onClick={() => what !== '' && setAdding(what)}>
            Remove
          </Button>
          <Button look="outline" onClick={() => setAdding(TERMS)}>
            Remove words
          </Button>
        </div>
      )}
      <OrdinaryWords
        ordinary={data.ordinary}
        save={mayChange ? (ordinary) => save.mutateAsync((now) => ({ ...now, ordinary: [...ordinary] })) : undefined}
      />
      {adding !== undefined && (
        <GroundDialog
          title={general.find(({ value }) => value === adding)?.label ?? 'Remove words'}
          about={<p>Name the exemption. Counsel should agree with it.</p>}
          first={lastGround(data)}
          {...(adding === TERMS ? { words: '' } : {})}
          save={(ground, words) =>
            adding === METADATA
              ? save.mutateAsync((now) => ({ ...now, fileMetadata: ground }))
              : add(ruleOf(adding, ground, words))
          }
          onClose={() => {
            setAdding(undefined);
            setWhat('');
          }}
        />
      )}
    </>
  );
};
