import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import { eraseVersions, versionsBelow } from '#functions/lib/aws/object-versions.ts';
import { abandonBelow, uploadsBelow } from '#functions/lib/aws/multipart.ts';
import type { Bucket, ObjectPlace } from '#functions/lib/aws/objects.ts';
import { tenantPlaces, type TenantStore } from '#functions/lib/store/index.ts';

/** One kind of thing that an agency has somewhere: gone over page by page, and removed page by page. */
export interface Shelf {
  readonly kind: string;
  /** `next` is where to go on behind the page; absent at the end. */
  readonly pages: (
    from?: string,
  ) => AsyncIterable<{ readonly items: number; readonly next: string | undefined } & Page>;
}

interface Page {
  /** Can be repeated: what is gone already is passed over. */
  readonly remove: () => Promise<void>;
}

/** The buckets that hold what an agency has, each below its own prefix. The archive is not among them: it is locked. */
export interface TenantBuckets {
  readonly uploads: Bucket;
  readonly files: Bucket;
  readonly exports: Bucket;
  readonly releases: Bucket;
}

export const bucketKinds: { readonly [Name in keyof TenantBuckets]: string } = {
  uploads: 'uploads on their way',
  files: 'photos and documents',
  exports: 'files of exports',
  releases: 'copies released to the public',
};

/** Where files are written in parts. */
export const begunKinds = {
  exports: 'files of exports, begun and not ended',
  releases: 'copies released to the public, begun and not ended',
} as const satisfies Partial<typeof bucketKinds>;

const bucketShelf = (kind: string, { name, of }: Bucket, tenantId: string): Shelf => ({
  kind,
  pages: async function* (from) {
    const s3 = of(tenantId);
    for await (const { items, next } of versionsBelow(s3, name, `${tenantId}/`, from))
      yield { items: items.length, next, remove: () => eraseVersions(s3, name, items) };
  },
});

/** Parts of a file whose writer died lie in no object, and no look at objects finds them. */
const begunShelf = (kind: string, { name, of }: Bucket, tenantId: string): Shelf => ({
  kind,
  pages: async function* () {
    const place: ObjectPlace = { s3: of(tenantId), bucket: name, key: `${tenantId}/` };
    const begun = await uploadsBelow(place);
    yield { items: begun.length, next: undefined, remove: () => abandonBelow(place) };
  },
});

/**
 * An agency has tens of people. Their accounts go before anything else: each try to sign in leaves an event with the
 * agency for as long as there is an account.
 */
export const accountShelf = (store: TenantStore, accounts: UserAccounts): Shelf => ({
  kind: 'accounts',
  pages: async function* () {
    const members = (await store.members()).filter(({ status }) => status !== 'removed');
    const remove = async () => {
      for (const { id } of members) await accounts.remove(id);
    };
    yield { items: members.length, next: undefined, remove };
  },
});

/** Of an invitation, for instance, that was cut off between the user pool and the table. No member leads to it. */
export const poolShelf = (accounts: UserAccounts, tenantId: string): Shelf => ({
  kind: 'accounts without a member',
  pages: async function* () {
    const left = await accounts.ofTenant(tenantId);
    const remove = async () => {
      for (const id of left) await accounts.remove(id);
    };
    yield { items: left.length, next: undefined, remove };
  },
});

/** Everything else, in an order in which it can be removed. */
export const dataShelves = (store: TenantStore, tenantId: string, buckets: TenantBuckets): Shelf[] => [
  ...(Object.keys(bucketKinds) as (keyof TenantBuckets)[]).map((name) =>
    bucketShelf(bucketKinds[name], buckets[name], tenantId),
  ),
  ...(Object.keys(begunKinds) as (keyof typeof begunKinds)[]).map((name) =>
    begunShelf(begunKinds[name], buckets[name], tenantId),
  ),
  ...tenantPlaces.map((place): Shelf => ({
    kind: place.kind,
    pages: async function* (from) {
      for await (const { items, next } of store.erasure.keysIn(place, from))
        yield { items: items.length, next, remove: () => store.erasure.remove(items) };
    },
  })),
];
