import { chainStateOf } from '#functions/lib/chain/state.ts';
import { openChanges } from '#functions/lib/chain/seal.ts';
import { auditSpecs } from '#functions/lib/http/audit-specs.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type KeptEntry, type Table, type TenantStore } from '#functions/lib/store/index.ts';
import { changesSeenBy } from '#shared/derive/access.ts';
import { auditCsvHeader, auditCsvLines, type ExportedEntry } from '#shared/derive/audit-export.ts';
import { Problem } from '#shared/model/problem.ts';
import { roles, type Role } from '#shared/model/role.ts';
import { recordNamed } from '#shared/records/index.ts';
import { namesOf } from './names.ts';
import { noteDownload, noteLookUp } from './take-along.ts';

/** Of a list, whose entries are told without their values. */
const LISTED_BYTES = 5_000_000;
/** Of a page to take along: as text of CSV or JSON, and quoted again in the answer, it stays below 6 MB. */
const EXPORTED = 5000;
const EXPORTED_BYTES = 1_500_000;

const said = ({ entry, late }: KeptEntry) => {
  const { type, id, version, verb, at, by, role, source, reason, rebuilt } = entry;
  return {
    type,
    id,
    version,
    ...(late && { late: true as const }),
    verb,
    at,
    by,
    role,
    source,
    ...(reason === undefined ? {} : { reason }),
    ...(rebuilt && { rebuilt }),
  };
};

/** Only declared types are audited, and a type is never taken away. */
const recordOf = (type: string) => {
  const record = recordNamed(type);
  if (record === undefined) throw new Error('An entry of an unknown record type.');
  return record;
};

const changesOf = ({ entry }: KeptEntry, reader: Role) =>
  changesSeenBy(recordOf(entry.type), reader, openChanges(entry));

type Exporting = Asked<unknown, ReturnType<typeof auditSpecs.csv.body.parse>>;

/** A page of entries with everything that they say. Whoever leaves personal values out sees what a viewer would. */
const taken = async (store: TenantStore, asked: Exporting, what: string) => {
  const { personal, ...query } = asked.body;
  const taking = await noteDownload(store, asked, query, what);
  const [{ items, next }, members] = await Promise.all([
    store.audit.search({ ...query, cursor: taking.cursor, limit: EXPORTED, bytes: EXPORTED_BYTES }),
    store.members(),
  ]);
  const nameOf = namesOf(members);
  const reader = personal ? asked.principal.role : roles[0];
  const entries = items.map((one): ExportedEntry & { previous?: string; hash?: string } => {
    const { requestId, previous, hash, by } = one.entry;
    const name = nameOf(by);
    return {
      ...said(one),
      ...(name === undefined ? {} : { name }),
      requestId,
      changes: changesOf(one, reader),
      ...(previous === undefined ? {} : { previous }),
      ...(hash === undefined ? {} : { hash }),
    };
  });
  return { entries, page: taking.linkTo(next) };
};

/** Single entries only: nothing here counts or compares what people do. */
export const auditRoutes = (table: Table): Route[] => [
  route({
    ...auditSpecs.search,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const { items, ...page } = await store.audit.search({ ...asked.query, bytes: LISTED_BYTES });
      await noteLookUp(store, asked, asked.query.memberId, 'Changes to records');
      const listed = items.map((one) => ({ ...said(one), fields: one.entry.changes.map(({ field }) => field) }));
      return { status: 200, body: { items: listed, ...page } };
    },
  }),
  route({
    ...auditSpecs.entry,
    run: async ({ principal, query: { type, id, ...place } }) => {
      const found = await tenantStore(table, principal).audit.entry(type, id, place);
      if (found === undefined)
        throw new Problem('not-found', 'There is no such entry in the audit trail of your agency.');
      const one = { entry: found.entry, late: place.late };
      return {
        status: 200,
        body: {
          ...said(one),
          requestId: found.entry.requestId,
          changes: changesOf(one, principal.role),
          chain: chainStateOf(principal.tenantId, found.entry, found.before),
        },
      };
    },
  }),
  route({
    ...auditSpecs.csv,
    run: async (asked) => {
      const { entries, page } = await taken(tenantStore(table, asked.principal), asked, 'Audit trail as CSV');
      const lines = [
        ...(asked.body.cursor === undefined ? [auditCsvHeader()] : []),
        ...entries.flatMap((entry) => auditCsvLines(recordOf(entry.type), entry)),
      ];
      return { status: 200, body: { csv: lines.map((line) => `${line}\r\n`).join(''), ...page } };
    },
  }),
  route({
    ...auditSpecs.json,
    run: async (asked) => {
      const { entries, page } = await taken(tenantStore(table, asked.principal), asked, 'Audit trail as JSON');
      return { status: 200, body: { items: entries, ...page } };
    },
  }),
];
