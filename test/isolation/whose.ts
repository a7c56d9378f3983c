import { v7 } from 'uuid';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { allowed } from '#shared/derive/access.ts';
import { fieldsOf } from '#shared/model/record.ts';
import type { Role } from '#shared/model/role.ts';
import { allRecords, recordNames, records, type RecordName } from '#shared/records/index.ts';
import { examples, ids } from '#test/support/examples.ts';
import { marlow, type TestStack } from '#test/support/stack.ts';
import { codeFor } from '#test/support/sign-in-codes.ts';
import { visit, type Visitor } from '#test/support/visitor.ts';

export const whose = ['own', "a colleague's", "another agency's"] as const;
export type Whose = (typeof whose)[number];

/** By the first part of its address, the id of one thing of each kind. */
export type Things = Readonly<Record<string, string>>;

const made = (answer: { status: number; body: unknown }, what: string): void => {
  if (answer.status > 202) throw new Error(`${what} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
};

/** Records that are `person`'s: made by them or, where their role makes none, by `office` and naming them. */
const recordsOf = async (person: Visitor, office: Visitor): Promise<Record<RecordName, string>> => {
  const found: Record<RecordName, string> = { ...ids };
  for (const name of recordNames) {
    const record = records[name];
    const named = Object.entries(fieldsOf(record)).filter(([, field]) => field.kind === 'person' && !field.system);
    const values = {
      ...examples(person.member.id, found)[name],
      ...Object.fromEntries(named.map(([field]) => [field, person.member.id])),
    };
    const role = person.member.role as Role;
    const by = allowed(record, role, 'create') || (name === 'attachment' && role !== 'viewer') ? person : office;
    found[name] = v7();
    made(await by.post(`/api/v1/${record.path}`, { id: found[name], values }), name);
  }
  return found;
};

/** One of everything that has an address with an id, of this person. */
export const thingsOf = async (stack: TestStack, person: Visitor, office: Visitor): Promise<Things> => {
  const found = await recordsOf(person, office);
  const order = { recordType: 'site', fileName: 'a.csv', format: 'csv', bytes: 1, sha256: 'a'.repeat(64) };
  const importer = ['coordinator', 'admin'].includes(person.member.role) ? person : office;
  const jobs = { imports: v7(), exports: v7() };
  made(await importer.post('/api/v1/imports', { id: jobs.imports, ...order }), 'an import');
  const exporting = { id: jobs.exports, recordTypes: ['site'], formats: ['csv'] };
  made(await person.post('/api/v1/exports', exporting), 'an export');
  const hold = v7();
  made(
    await importer.post('/api/v1/retention/holds', { id: hold, scope: { kind: 'all' }, reason: 'Appeal' }),
    'a hold',
  );
  const elsewhere = await visit(stack.url, person.member.email, DEMO_PASSWORD, (email) => codeFor(stack, email));
  const { items } = (await elsewhere.get('/api/v1/sessions')).body as { items: { id: string; current: boolean }[] };
  return {
    ...Object.fromEntries(allRecords.map(({ name, path }) => [path, found[name as RecordName]])),
    ...jobs,
    retention: hold,
    // Only the schedule proposes one: an id that is there, and no disposal's.
    disposals: jobs.exports,
    members: person.member.id,
    sessions: items.find(({ current }) => current)?.id ?? '',
  };
};

/** For each role: who asks, and what there is of their own, of a colleague and of another agency. */
export const castOf = async (stack: TestStack, people: ReadonlyMap<Role, Visitor>) => {
  const someone = (role: Role): Visitor => {
    const found = people.get(role);
    if (found === undefined) throw new Error(`Nobody is signed in as ${role}.`);
    return found;
  };
  const office = someone('coordinator');
  const foreigner = await stack.as('coordinator', marlow);
  return async (role: Role): Promise<Record<Whose, { readonly things: Things; readonly keeper: Visitor }>> => {
    const colleague = someone(role === 'coordinator' ? 'admin' : 'coordinator');
    return {
      own: { things: await thingsOf(stack, someone(role), office), keeper: office },
      "a colleague's": { things: await thingsOf(stack, colleague, office), keeper: office },
      "another agency's": { things: await thingsOf(stack, foreigner, foreigner), keeper: foreigner },
    };
  };
};
