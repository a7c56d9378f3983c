import * as z from 'zod';
import { redriveAudit, type Redriven } from '#functions/lib/usecases/redrive-audit.ts';
import { replayLetters, type Replayed } from '#functions/lib/usecases/replay-letters.ts';
import { requireOpen, type OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import type { CommandOf } from './command.ts';
import type { Target } from './target.ts';
import type { Answer } from './tenants.ts';

/** What the audit function answers to a batch. */
const answered = z.object({ batchItemFailures: z.array(z.unknown()) });

const saidOfLetters = ({ settled, changes, failed, forgotten }: Replayed): string[] => [
  ...(settled === 0
    ? []
    : [
        `${settled} batches that were set aside were sent in again from the stream: ${changes} changes, as they were made.`,
      ]),
  ...(failed === 0 ? [] : [`Of ${failed} batches a change still cannot be audited; they stay set aside.`]),
  ...(forgotten === 0
    ? []
    : [`The changes of ${forgotten} batches have left the stream. What their records hold now was sent in instead.`]),
];

const saidOfRecords = ({ behind }: Redriven): string =>
  behind === 0
    ? 'Nothing is missing.'
    : `${behind} records had changes without an entry. All of them have it now, from what they hold.`;

/** Sends in again what was set aside, so that each record has its history. */
export const redrive = async (
  desk: OperatorDesk,
  { callAudit, setAside }: Pick<Target, 'callAudit' | 'setAside'>,
  { tenant }: CommandOf<'redrive'>,
  say: (line: string) => void,
): Promise<Answer> => {
  await requireOpen(desk, tenant);
  const [call, { letters, read }] = [await callAudit(), await setAside()];
  const send = async (changes: readonly object[]): Promise<boolean> =>
    answered.parse(await call({ Records: changes })).batchItemFailures.length === 0;
  const replayed = await replayLetters(letters, read, send);
  const progress = ({ behind, audited }: Readonly<Redriven>) => {
    say(`${behind} records behind, ${audited} of them audited so far`);
  };
  const sum = await redriveAudit(desk.table, tenant, desk.now, (change) => send([change]), progress);
  const { behind, audited } = sum;
  if (audited < behind)
    throw new Error(`${behind - audited} of ${behind} records could not be audited: nobody can be named for them.`);
  return { text: [...saidOfLetters(replayed), saidOfRecords(sum)].join('\n'), json: { ...sum, letters: replayed } };
};
