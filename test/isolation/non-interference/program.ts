import fc from 'fast-check';
import { allRecords, type RecordName } from '#shared/records/index.ts';

/** Whose id stands in a call: the caller's own, the n-th of Marlow's, or nobody's. */
export type Whose = { readonly of: 'own' | 'nobody' } | { readonly of: 'marlow'; readonly n: number };

/** One request, before each stack fills in what it alone knows: its member, the cursors and versions it answered. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly id: Whose;
  readonly link: Whose;
  readonly cursor: Whose | undefined;
  readonly version: Whose;
  readonly listing: { readonly limit?: number; readonly by?: string; readonly archived?: '1' };
  readonly text: string;
  readonly trick: { readonly header: string; readonly n: number } | undefined;
}

export interface RouteName {
  readonly method: string;
  readonly path: string;
  /** May the caller of the programs ask this at all? */
  readonly open: boolean;
}

/** Headers that a proxy, a tester or an older design could have believed. */
export const trickHeaders = [
  'authorization',
  'x-forwarded-for',
  'x-viewer-address',
  'x-viewer-host',
  'x-origin-proof',
  'x-tenant-id',
  'x-amzn-oidc-data',
] as const;

const n = fc.nat(10_000);
const marlows = fc.record({ of: fc.constant('marlow' as const), n });
const whose = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ of: 'own' as const }) },
  { weight: 4, arbitrary: marlows },
  { weight: 1, arbitrary: fc.constant({ of: 'nobody' as const }) },
);
/** Mostly the own one, without which little is written. */
const version = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ of: 'own' as const }) },
  { weight: 1, arbitrary: marlows },
);
const fields = [...new Set(allRecords.flatMap(({ listedBy }) => (listedBy ?? []).map(({ field }) => field)))];

const callOf = (route: Pick<RouteName, 'method' | 'path'>): fc.Arbitrary<Call> =>
  fc.record({
    method: fc.constant(route.method),
    path: fc.constant(route.path),
    id: whose,
    link: fc.oneof({ weight: 3, arbitrary: fc.constant({ of: 'own' as const }) }, { weight: 1, arbitrary: whose }),
    cursor: fc.option(whose, { nil: undefined, freq: 2 }),
    version,
    listing: fc.record(
      {
        limit: fc.integer({ min: 1, max: 3 }),
        by: fc.constantFrom(...fields),
        archived: fc.constant('1' as const),
      },
      { requiredKeys: [] },
    ),
    text: fc.constantFrom('one', 'two', 'three'),
    trick: fc.option(fc.record({ header: fc.constantFrom(...trickHeaders), n }), { nil: undefined, freq: 2 }),
  });

const first = (name: RecordName, path: string): fc.Arbitrary<Call> =>
  callOf({ method: 'POST', path: `/api/v1/${path}` }).map((call) => ({
    ...call,
    id: { of: 'own' },
    link: { of: 'own' },
    text: name,
  }));

/** A program begins with a site and a structure, so that most of what follows has something to work on. */
export const programOf = (routes: readonly RouteName[]): fc.Arbitrary<Call[]> => {
  const creating = routes.filter(({ method, path, open }) => open && method === 'POST' && !path.includes('{'));
  const others = routes.filter((route) => !creating.includes(route));
  const call = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...creating).chain(callOf) },
    { weight: 2, arbitrary: fc.constantFrom(...others).chain(callOf) },
  );
  return fc
    .tuple(first('site', 'sites'), first('structure', 'structures'), fc.array(call, { minLength: 4, maxLength: 12 }))
    .map(([site, structure, rest]) => [site, structure, ...rest]);
};
