import { resolve } from 'node:path';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { ReadStretch } from '#functions/lib/aws/stream-records.ts';
import type { Letter } from '#functions/lib/usecases/replay-letters.ts';
import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import type { Table } from '#functions/lib/store/index.ts';
import type { ArchiveDesk } from '#functions/lib/usecases/verify-archive.ts';
import { env } from '#infra/env.ts';
import { stageNamed } from '#infra/stage.ts';
import { Usage, type Command } from './command.ts';
import { localTarget, ownFolder } from './local.ts';

/** The system that a command is for. */
export interface Target {
  /** Where photos and documents are kept. */
  readonly attachments: () => Promise<Omit<ObjectPlace, 'key'>>;
  /** What was released for public-records requests. */
  readonly releases: () => Promise<Omit<ObjectPlace, 'key'>>;
  /** In words, for the person who gave the command. */
  readonly where: string;
  readonly table: Table;
  readonly accounts: UserAccounts;
  /** The audit function, to send changes in again. Asked only by who needs it. */
  readonly callAudit: () => Promise<(event: object) => Promise<unknown>>;
  /** What was set aside on its way to the audit function, and the stream that it came from. Asked only by who needs it. */
  readonly setAside: () => Promise<{ readonly letters: AsyncIterable<Letter>; readonly read: ReadStretch }>;
  /** A table beside the one in use, which a copy was restored to. */
  readonly copyOf: (name: string) => Table;
  /** Where the audit trail is archived, and whose signatures count there. Asked only by who needs it. */
  readonly archive: () => Promise<Pick<ArchiveDesk, 'archive' | 'signer'>>;
}

export const targetOf = async ({ stage, local }: Command): Promise<Target> => {
  if (stage === undefined) return localTarget(local === undefined ? ownFolder : resolve(local));
  if (local !== undefined) throw new Usage('Name either --stage or --local.');
  const { awsTarget } = await import('./aws.ts');
  return awsTarget(stageNamed(stage, { region: env().STAGE_REGION }));
};
