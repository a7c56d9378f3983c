import { placeIn, type Bucket } from '#functions/lib/aws/objects.ts';
import { isActive, type Beside, type StoredJob, type TenantStore } from '#functions/lib/store/index.ts';
import { importable } from '#shared/model/job.ts';
import { records } from '#shared/records/index.ts';
import { deskFile, jobFile, MAPPINGS_FILE, releasedFile, releaseSchema, RETENTION_FILE } from './archive-beside.ts';
import { storedEntry, textEntry } from './bundle-entries.ts';
import type { Packing } from './bundle-steps.ts';
import type { Folder, Step } from './bundle.ts';
import { lineOf, prettyText } from './ordered.ts';
import { releaseKey } from './places.ts';
import { allPages } from './walk.ts';

const lined = (items: readonly object[]) => items.map(lineOf).join('');

const collected = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const one = (path: string, text: () => Promise<string>): Folder => ({
  key: path,
  entries: [async () => textEntry(path, await text())],
});

/** Retention rules with the legal holds, and how files were matched. */
export const rulesStep = ({ turn }: Packing): Step =>
  async function* (from = '') {
    const { store } = turn.held;
    const mappings = async () => {
      const lines: object[] = [];
      for (const recordType of importable)
        for (const mapping of await collected(store.beside.mappings(recordType)))
          lines.push({ recordType, ...mapping });
      return lined(lines);
    };
    const folders = [
      one(MAPPINGS_FILE, mappings),
      one(RETENTION_FILE, async () => prettyText(await store.retention.policy())),
    ];
    yield* await Promise.resolve(folders.filter(({ key }) => key >= from));
  };

async function* jobsOf(store: TenantStore): AsyncGenerator<StoredJob> {
  for (const kind of ['disposal', 'export', 'import'] as const) {
    let cursor: string | undefined;
    do {
      const page: { items: readonly StoredJob[]; next?: string } = await store.jobs.list(kind, 50, cursor);
      yield* page.items;
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

/** Without what only its worker needed. */
const jobText = async (store: TenantStore, id: string): Promise<string> => {
  const {
    lease: _lease,
    checkpoint: _checkpoint,
    tries: _tries,
    ...job
  } = (await store.jobs.get(id)) ?? {
    tries: 0,
    id,
  };
  return prettyText(job);
};

/** Jobs that are over, a file for each. */
export const jobsStep = ({ turn }: Packing): Step =>
  async function* (from = '') {
    const { store } = turn.held;
    const ids = (await collected(jobsOf(store))).flatMap((job) => (isActive(job) ? [] : [job.id]));
    for (const id of ids.toSorted()) if (id >= from) yield { ...one(jobFile(id), () => jobText(store, id)), key: id };
  };

const releasedEntries = (releases: Bucket, tenantId: string, requestId: string, items: readonly Beside[]) =>
  items
    .filter(({ kind }) => kind === 'release')
    .map(({ item }) => releaseSchema.parse(item))
    .flatMap(({ copyId, files }) =>
      files.map(
        ({ name }) =>
          () =>
            storedEntry(
              releasedFile(requestId, copyId, name),
              placeIn(releases, tenantId, releaseKey(tenantId, requestId, copyId, name)),
            ),
      ),
    );

/** For each public-records request what is chosen and removed, what was released, and those very bytes. */
export const deskStep = ({ turn, releases }: Packing): Step =>
  async function* (from = '') {
    const { tenantId, store } = turn.held;
    for await (const { items } of allPages(store, records.publicRecordsRequest, from.slice(0, -1) || undefined))
      for (const { id } of items) {
        if (id < from) continue;
        const beside = await collected(store.beside.ofRequest(id));
        if (beside.length === 0) continue;
        const list = textEntry(deskFile(id), lined(beside));
        yield { key: id, entries: [() => Promise.resolve(list), ...releasedEntries(releases, tenantId, id, beside)] };
      }
  };
