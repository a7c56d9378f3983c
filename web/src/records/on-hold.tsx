import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { holdOn, type Hold } from '#shared/permit/retention.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import type { RecordName } from '#shared/records/index.ts';
import { useMay, useWords } from '#web/app/session.ts';
import { retentionQuery } from '#web/data/retention.ts';
import { momentText } from '#web/fields/text.ts';
import { PlaceHold } from '#web/screens/retention/holds.tsx';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface Shown {
  readonly record: AnyRecordType;
  readonly item: Stored;
}

/** A link leads to what the record belongs to; what those belong to in turn only the server knows. */
const linksOf = ({ record, item }: Shown): ReadonlySet<string> =>
  new Set(
    Object.entries(fieldsOf(record)).flatMap(([name, { kind, to }]) =>
      kind === 'link' && to !== undefined ? [`${to}:${String(item.values[name])}`] : [],
    ),
  );

const useHold = (shown: Shown): { readonly known: boolean; readonly hold: Hold | undefined } => {
  const { data } = useQuery(retentionQuery);
  const holdable = { type: shown.record.name, id: shown.item.id, belongsTo: linksOf(shown) };
  return { known: data !== undefined, hold: data && holdOn({ holds: [...data.holds] }, holdable) };
};

/** Says that a record is on legal hold, since when and why. */
export const OnHold = (shown: Shown) => {
  const { zone, person } = useWords();
  const { hold } = useHold(shown);
  if (hold === undefined) return null;
  return (
    <Alert tone="warning" title="On legal hold">
      <p>
        {hold.reason} (since {momentText(hold.at, zone)}, by {person(hold.by) ?? 'someone no longer listed'}). It is not
        disposed of while the hold stands.
      </p>
    </Alert>
  );
};

/** For those who may place a hold, at the end of the page: it is rarely needed. */
export const HoldThis = (shown: Shown) => {
  const may = useMay();
  const [placing, setPlacing] = useState(false);
  const { known, hold } = useHold(shown);
  if (!known || hold !== undefined || !may.do('placeHolds')) return null;
  const scope = { kind: 'record', type: shown.record.name as RecordName, id: shown.item.id } as const;
  return (
    <>
      <Button look="quiet" onClick={() => setPlacing(true)}>
        Place a legal hold
      </Button>
      {placing && <PlaceHold scope={scope} onClose={() => setPlacing(false)} />}
    </>
  );
};
