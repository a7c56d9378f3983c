import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { join } from 'node:path';
import * as z from 'zod';
import { userAccounts } from '#functions/lib/aws/accounts.ts';
import { functionAt } from '#functions/lib/aws/invoke.ts';
import { openObjects } from '#functions/lib/aws/objects.ts';
import { trustedSigner } from '#functions/lib/aws/signer.ts';
import { streamAt } from '#functions/lib/aws/stream-records.ts';
import { tableAt } from '#functions/lib/store/index.ts';
import { createCredentials } from '#infra/local/endpoint/credentials.ts';
import { runningInstance } from '#infra/local/instance.ts';
import { localLetters } from './letters.ts';
import type { Target } from './target.ts';

const state = z.object({
  endpoint: z.string(),
  region: z.string(),
  tables: z.tuple([z.string()]),
  pools: z.tuple([z.string()]),
  attachments: z.tuple([z.string()]),
  releases: z.tuple([z.string()]),
  archives: z.tuple([z.string()]),
  signers: z.tuple([z.string()]),
});

export const ownFolder = join(import.meta.dirname, '..', '..', '.local');

const notRunning = () =>
  new Error('The local system does not run. Start it with `npm start`, or name a stage on AWS with --stage.');

/** The system that runs on this machine, found by its state folder, which also holds the operator's keys. */
export const localTarget = async (folder: string): Promise<Target> => {
  const running = runningInstance(folder);
  if (running === undefined) throw notRunning();
  // The file of an instance that was killed stays behind.
  const answer = await fetch(`${running.url}/_local/state.json`).catch(() => {
    throw notRunning();
  });
  const { endpoint, region, tables, pools, archives, attachments, releases, signers } = state.parse(
    await answer.json(),
  );
  const { operator } = createCredentials([], folder, () => new Date());
  const at = { endpoint, region, credentials: operator };
  return {
    where: `the local system at ${running.url}`,
    table: tableAt(tables[0], at),
    accounts: userAccounts(new CognitoIdentityProviderClient(at), pools[0]),
    callAudit: () => Promise.resolve(functionAt('audit', at)),
    setAside: () => Promise.resolve({ letters: localLetters(folder), read: streamAt(at) }),
    copyOf: (name) => tableAt(name, at),
    attachments: () => Promise.resolve({ s3: openObjects(at), bucket: attachments[0] }),
    releases: () => Promise.resolve({ s3: openObjects(at), bucket: releases[0] }),
    archive: async () => ({
      archive: { s3: openObjects(at), bucket: archives[0] },
      signer: await trustedSigner(signers[0], at),
    }),
  };
};
