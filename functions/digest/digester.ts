import {
  FORMAT,
  fileText,
  isSigned,
  readFile,
  sha256,
  signedText,
  type Digest,
} from '#functions/lib/archive/digest.ts';
import { closedUntil, digestKey, digestPrefix, endOfHour } from '#functions/lib/archive/keys.ts';
import { arrivalOf, lineOf } from '#functions/lib/archive/line.ts';
import {
  ArchiveConflict,
  lastKeyAfter,
  putLocked,
  readText,
  sha256At,
  type ArchivePlace,
  type LockRule,
} from '#functions/lib/aws/archive-bucket.ts';
import type { Signer } from '#functions/lib/aws/signer.ts';
import type { Item } from '#functions/lib/store/index.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { Hour } from './hour.ts';

export interface DigestDesk {
  readonly archive: ArchivePlace;
  readonly lock: LockRule;
  readonly signer: Signer;
  /** The agency's audit entries in the order of their arrival, from a moment and before another. */
  readonly arrivals: (tenantId: string, from: string | undefined, before: string) => AsyncIterable<Item>;
}

/** The digest that the next one follows. */
interface Last {
  readonly key: string;
  readonly sha256: string;
  readonly to: string;
  readonly total: number;
}

/** Days back to look for the newest digest, so that a busy agency's whole past is not listed every hour. */
const LOOK_BACK = [3, 100];

/**
 * Archives what has arrived since the last digest, hour by hour, each hour with a signed digest that names the one
 * before. The archive itself remembers how far it has come, and the same hour always becomes the same objects: a run
 * that died or came twice does no harm, and missed hours are made good.
 */
export const digester = (desk: DigestDesk) => {
  const { archive, lock, signer } = desk;

  return async (tenantId: string, now: string): Promise<{ digests: number; entries: number }> => {
    const until = closedUntil(now);
    const done = { digests: 0, entries: 0 };
    let last = await newest(tenantId, now);
    if (last !== undefined && last.to >= until) return done;
    let hour: Hour | undefined;
    const close = async (full: Hour): Promise<void> => {
      const before = last?.total ?? 0;
      last = await digestOf(tenantId, full, last, now);
      done.digests += 1;
      done.entries += last.total - before;
    };
    for await (const item of desk.arrivals(tenantId, last?.to, until)) {
      const to = endOfHour(arrivalOf(item));
      if (hour !== undefined && hour.to !== to) await close(hour);
      if (hour?.to !== to) hour = new Hour(tenantId, to, (key, body) => putEntries(key, body, now));
      await hour.add(lineOf(tenantId, item));
    }
    if (hour !== undefined) await close(hour);
    return done;
  };

  /** A digest that somebody else put there could say that all is done: only one with our signature counts. */
  async function newest(tenantId: string, now: string): Promise<Last | undefined> {
    const prefix = digestPrefix(tenantId);
    const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
    const starts = [...LOOK_BACK.map((days) => digestKey(tenantId, daysAgo(days))), prefix];
    let key: string | undefined;
    for (const start of starts) key ??= await lastKeyAfter(archive, prefix, start);
    if (key === undefined) return undefined;
    const file = readFile(await readText(archive, key));
    if (file === undefined || !isSigned(file, await signer.publicKey()) || digestKey(tenantId, file.digest.to) !== key)
      throw new ArchiveConflict('The newest digest is not one of ours.');
    const { to, total } = file.digest;
    return { key, sha256: file.sha256, to, total };
  }

  async function putEntries(key: string, body: Buffer, now: string): Promise<void> {
    if (await putLocked(archive, key, body, lock, now)) return;
    if ((await sha256At(archive, key)) !== sha256(body))
      throw new ArchiveConflict('Other content lies where entries were to be archived.');
  }

  async function digestOf(tenantId: string, hour: Hour, last: Last | undefined, now: string): Promise<Last> {
    const { objects, entries, root } = await hour.end();
    const { to } = hour;
    const digest: Digest = {
      format: FORMAT,
      tenantId,
      from: last?.to ?? null,
      to,
      objects,
      entries,
      total: (last?.total ?? 0) + entries,
      root,
      previous: last === undefined ? null : { key: last.key, sha256: last.sha256 },
      signer: signer.arn,
    };
    const said = canonical(digest) ?? '';
    const key = digestKey(tenantId, to);
    const text = fileText(said, await signer.sign(signedText(said)));
    const written = await putLocked(archive, key, Buffer.from(text), lock, now);
    const file = written ? text : await readText(archive, key);
    // A twin's digest of the same hour says the same; only its signature is another one.
    if (!written && readFile(file)?.said !== said)
      throw new ArchiveConflict('Another digest lies where one was to be put.');
    return { key, sha256: sha256(file), to, total: digest.total };
  }
};
