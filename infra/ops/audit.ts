import { showTenant, type OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import { verifyAudit, type AuditProof } from '#functions/lib/usecases/verify-audit.ts';
import type { CommandOf } from './command.ts';
import type { Answer } from './tenants.ts';

const notes = ({ unchained, gaps, rebuilt, erased, pending }: AuditProof): string[] =>
  [
    [unchained, 'entries are older than the chain: nothing proves that they were not altered.'],
    [gaps, 'gaps: versions that nobody can be named for.'],
    [rebuilt, 'entries were put together afterwards.'],
    [erased, 'personal values have been erased from their entries.'],
    [pending, 'records were changed just now: their newest entry is still on its way.'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));

/** Fails with the first break in a sentence. */
export const verify = async (
  desk: OperatorDesk,
  { tenant }: CommandOf<'verify'>,
  say: (line: string) => void,
): Promise<Answer> => {
  // An agency that does not exist would be proven whole.
  await showTenant(desk, tenant);
  const proof = await verifyAudit(desk.table, tenant, desk.now, ({ records, entries }) => {
    say(`${records} records and ${entries} entries so far`);
  });
  if (proof.broken !== undefined) throw new Error(`The audit trail of ${tenant} is broken. ${proof.broken}`);
  return {
    text: [
      `The audit trail of ${tenant} is whole. Records: ${proof.records}, entries: ${proof.entries + proof.unchained}.`,
      ...notes(proof),
    ].join('\n'),
    json: proof,
  };
};
