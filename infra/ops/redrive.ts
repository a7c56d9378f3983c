import * as z from 'zod';
import { redriveAudit } from '#functions/lib/usecases/redrive-audit.ts';
import { showTenant, type OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import type { CommandOf } from './command.ts';
import type { Target } from './target.ts';
import type { Answer } from './tenants.ts';

/** What the audit function answers to a batch. */
const answered = z.object({ batchItemFailures: z.array(z.unknown()) });

/** Sends in again what was set aside, so that each record has its history. */
export const redrive = async (
  desk: OperatorDesk,
  callAudit: Target['callAudit'],
  { tenant }: CommandOf<'redrive'>,
  say: (line: string) => void,
): Promise<Answer> => {
  await showTenant(desk, tenant);
  const call = await callAudit();
  const send = async (change: object): Promise<boolean> =>
    answered.parse(await call({ Records: [change] })).batchItemFailures.length === 0;
  const sum = await redriveAudit(desk.table, tenant, desk.now, send, ({ behind, audited }) => {
    say(`${behind} records behind, ${audited} of them audited so far`);
  });
  const { behind, audited } = sum;
  if (audited < behind)
    throw new Error(`${behind - audited} of ${behind} records could not be audited: nobody can be named for them.`);
  return {
    text:
      behind === 0 ? 'Nothing is missing.' : `${behind} records had changes without an entry. All of them have it now.`,
    json: sum,
  };
};
