import { createHash } from 'node:crypto';
import type { TrustedSigner } from '#functions/lib/archive/check-digest.ts';
import { showTenant, type OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import { verifyArchive, type ArchiveDesk, type ArchiveProof } from '#functions/lib/usecases/verify-archive.ts';
import { verifyAudit, type AuditProof } from '#functions/lib/usecases/verify-audit.ts';
import type { CommandOf } from './command.ts';
import type { Target } from './target.ts';
import type { Answer } from './tenants.ts';

type Say = (line: string) => void;

const notes = ({ unchained, gaps, rebuilt, erased, pending, unlisted }: AuditProof, waiting: number): string[] =>
  [
    [unchained, 'entries are older than the chain: nothing proves that they were not altered.'],
    [gaps, 'gaps: versions that nobody can be named for.'],
    [rebuilt, 'entries were put together afterwards.'],
    [erased, 'personal values have been erased from their entries.'],
    [pending, 'records were changed just now: their newest entry is still on its way.'],
    [waiting, 'entries came in lately and are not archived yet.'],
    [
      unlisted,
      'entries are in no list for the archive, which has none of them: they are older than it, or were kept out.',
    ],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));

/** To be compared with what was noted when the stage was deployed: another key would sign another archive. */
const fingerprint = ({ key }: TrustedSigner): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

const ofArchive = ({ archived, digests }: ArchiveProof, { signer }: ArchiveDesk): string =>
  digests === 0
    ? 'Nothing of it is archived yet.'
    : `The archive holds ${archived} entries in ${digests} digests, signed with ${signer.arn} (SHA-256 of the public key: ${fingerprint(signer)}).`;

const provenArchive = async (desk: ArchiveDesk, tenant: string, now: string, say: Say): Promise<ArchiveProof> => {
  const proof = await verifyArchive(desk, tenant, now, ({ digests, archived }) => {
    say(`${digests} digests and ${archived} archived entries so far`);
  });
  if (proof.broken !== undefined) throw new Error(`The audit trail of ${tenant} is broken. ${proof.broken}`);
  return proof;
};

const verifyAlone = async (desk: ArchiveDesk, tenant: string, now: string, say: Say): Promise<Answer> => {
  const proof = await provenArchive(desk, tenant, now, say);
  // An agency that does not exist would be proven whole.
  if (proof.digests === 0) throw new Error(`There is no archive of ${tenant}.`);
  return { text: `The archive of ${tenant} is whole. ${ofArchive(proof, desk)}`, json: proof };
};

/** Fails with the first break in a sentence. */
export const verify = async (
  { table, accounts, now }: OperatorDesk,
  archive: Target['archive'],
  { tenant, 'archive-only': alone }: CommandOf<'verify'>,
  say: Say,
): Promise<Answer> => {
  const desk = await archive();
  if (alone) return verifyAlone(desk, tenant, now, say);
  const { closed } = (await showTenant({ table, accounts, now }, tenant)).tenant;
  if (closed) throw new Error(`${tenant} is closed: only its archive is left. Add --archive-only.`);
  const proof = await verifyAudit(table, tenant, now, ({ records, entries }) => {
    say(`${records} records and ${entries} entries so far`);
  });
  if (proof.broken !== undefined) throw new Error(`The audit trail of ${tenant} is broken. ${proof.broken}`);
  const archived = await provenArchive({ ...desk, table }, tenant, now, say);
  return {
    text: [
      `The audit trail of ${tenant} is whole. Records: ${proof.records}, entries: ${proof.entries + proof.unchained}.`,
      ofArchive(archived, desk),
      ...notes(proof, archived.waiting),
    ].join('\n'),
    json: { ...proof, archive: archived },
  };
};
