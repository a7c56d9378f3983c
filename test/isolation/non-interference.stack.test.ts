import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import { CANARY, everythingOfMarlow, keepBusy, type Harvest } from './non-interference/busy-agency.ts';
import { programOf, type Call, type RouteName } from './non-interference/program.ts';
import { run, sideOf, type Side } from './non-interference/run.ts';

/**
 * What Fernwick is answered follows from what Fernwick did, and from nothing else: random programs of calls get the
 * same answers whether Marlow is full of work or has nothing but its accounts, even where they use Marlow's ids.
 */
const PROGRAMS = Number(process.env['NON_INTERFERENCE_PROGRAMS'] ?? 30);
const SEED = 20_261_125;

let busy: TestStack;
let quiet: TestStack;
let sides: [busy: Side, quiet: Side];
let harvest: Harvest;
let routes: RouteName[];
let round = 0;

beforeAll(async () => {
  busy = await startStack();
  quiet = await startStack();
  harvest = await keepBusy(busy);
  sides = [await sideOf(busy), await sideOf(quiet)];
  const { paths } = (await sides[0].by.get('/api/v1/openapi.json')).body as {
    paths: Record<string, Record<string, { 'x-roles': string[] }>>;
  };
  routes = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-roles': names }]) => ({
        method: method.toUpperCase(),
        path,
        open: names.includes('coordinator'),
      })),
    )
    // Would sign the coordinator out, and end the program.
    .filter(({ path }) => path.startsWith('/api/v1/') && !path.endsWith('/end-all'));
});
afterAll(() => Promise.all([busy.close(), quiet.close()]));

/** The calls of a program that were answered differently, or with something of Marlow's. */
const interference = async (program: readonly Call[], statuses?: Map<string, number>) => {
  round += 1;
  const [one, other] = await Promise.all(sides.map((side) => run(side, program, harvest, round)));
  for (const { call, told } of one ?? []) {
    const key = `${call.split(' ')[0]} ${told.status}`;
    statuses?.set(key, (statuses.get(key) ?? 0) + 1);
  }
  return (one ?? []).flatMap((step, at) => {
    const alone = other?.[at];
    // The order of the keys of a map is not the table's to keep; that of lists is, and is compared.
    const same = isDeepStrictEqual(step.told, alone?.told);
    return same && step.leaks.length === 0 ? [] : [{ busy: step, quiet: alone }];
  });
};

describe('what Fernwick is answered', () => {
  it('is the same whether or not Marlow has anything, and Marlow stays as it was', async () => {
    expect(harvest.ids.length).toBeGreaterThan(12);
    expect(harvest.cursors.length).toBeGreaterThan(5);
    await busy.idle();
    const before = await everythingOfMarlow(busy);
    expect(before.length).toBeGreaterThan(20);
    const statuses = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(programOf(routes), async (program) => {
        expect(await interference(program, statuses)).toEqual([]);
      }),
      { seed: SEED, numRuns: PROGRAMS, endOnFailure: true },
    );
    // The programs got somewhere: equal refusals alone would prove little.
    for (const key of ['POST 201', 'POST 202', 'PATCH 200', 'GET 200', 'GET 404', 'PATCH 404'])
      expect([key, statuses.get(key) ?? 0]).toEqual([key, expect.toSatisfy((count: number) => count > 0)]);
    await busy.idle();
    expect(await everythingOfMarlow(busy)).toEqual(before);
  }, 600_000);
});

describe('the comparison', () => {
  const reading: Call = {
    method: 'GET',
    path: '/api/v1/sites',
    id: { of: 'own' },
    link: { of: 'own' },
    cursor: undefined,
    version: { of: 'own' },
    listing: {},
    text: 'one',
    trick: undefined,
  };

  it("sees one record of Marlow's that lies among Fernwick's", async () => {
    expect(await interference([reading])).toEqual([]);
    const database = new DynamoDBClient({
      endpoint: busy.endpoint,
      region: busy.region,
      credentials: busy.operator,
    });
    const TableName = busy.plan.tables[0]?.name;
    const { Items = [] } = await database.send(new ScanCommand({ TableName }));
    const site = Items.find(
      (item) => item['pk']?.S === `${marlow.id}#rec#site` && JSON.stringify(item).includes(CANARY),
    );
    const text = JSON.stringify(site).replaceAll(marlow.id, fernwick.id);
    await database.send(new PutItemCommand({ TableName, Item: JSON.parse(text) }));
    database.destroy();
    const [found, ...rest] = await interference([reading]);
    expect(rest).toEqual([]);
    expect(found?.busy.leaks).toEqual([CANARY]);
    expect(found?.busy.told).not.toEqual(found?.quiet?.told);
  });

  it('sees one change to anything of Marlow', async () => {
    const before = await everythingOfMarlow(busy);
    expect(await everythingOfMarlow(busy)).toEqual(before);
    const by = await busy.as('coordinator', marlow);
    expect(by.member.email).toContain(marlow.domain);
    expect(await everythingOfMarlow(busy)).not.toEqual(before);
  });
});
