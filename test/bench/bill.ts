import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexNames } from '#infra/constructs/record-indexes.ts';
import { loadPlan } from '#infra/local/template/index.ts';
import { BACKUP_DAYS } from '#shared/permit/backup-days.ts';
import buildAssembly, { assembly } from '#test/support/assembly.ts';
import { inIndex, itemBytes, writeUnits, type WireItem } from './item-size.ts';
import { costOf, type Priced } from './prices.ts';
import { measuredOperations, type MeasuredOperation } from './requests.ts';
import type { Figure } from './table.ts';
import { town } from './town.ts';
import { keptItems } from './units.ts';

const GB = 1e9;
/** What DynamoDB adds to each item for its own use, in the table and in each index. */
const OVERHEAD = 100;
/** Megabytes of memory that come with one processor. */
const MB_OF_A_PROCESSOR = 1769;
/** Dollars a month, for what is used and for what is there. */
const [MOST_USED, MOST_FIXED] = [0.5, 25];

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

const inTable = (item: WireItem) => itemBytes(item) + OVERHEAD;
const inIndexes = (item: WireItem) =>
  sum(indexNames.map((index) => inIndex(index, item)).map((held) => (held ? itemBytes(held) + OVERHEAD : 0)));

/** Gigabytes of the town's records with their entries: of the table itself, which copies are made of, and with its indexes. */
const kept = () => {
  const { record, made, changed } = keptItems;
  const of = (bytes: (item: WireItem) => number) =>
    (town.records * (bytes(record) + bytes(made) + (town.entriesOfEach - 1) * bytes(changed))) / GB;
  return { table: of(inTable), indexes: of(inIndexes) };
};

const timesOf = ({ operation }: MeasuredOperation) => town.requests[operation.name] ?? 0;

/** Of all requests: units of the database, those of the audit apart, bytes of answers and seconds by gigabytes of functions. */
const used = (operations: readonly MeasuredOperation[], memoryMb: (name: string) => number) => {
  const all = (of: (one: MeasuredOperation) => number) => sum(operations.map((one) => timesOf(one) * of(one)));
  const files = town.files.aMonth;
  const [make, change] = ['create', 'update'].map((name) =>
    operations.find(({ operation }) => operation.name === name),
  );
  const fileWrites = files * ((make?.cost.wcu ?? 0) + (change?.cost.wcu ?? 0));
  const [making, changing] = [(town.requests['create'] ?? 0) + files, (town.requests['update'] ?? 0) + files];
  return {
    changes: making + changing,
    reads: all(({ cost }) => cost.rcu + cost.sessionRcu),
    writes: all(({ cost }) => cost.wcu) + fileWrites + town.busyMinutes,
    entries: making * writeUnits(keptItems.made) + changing * writeUnits(keptItems.changed),
    answersGB: all(({ bytes }) => bytes) / GB,
    gbSeconds: all(({ operation, cpuMs, cost }) => {
      const memory = memoryMb(operation.of);
      const milliseconds = (cpuMs * MB_OF_A_PROCESSOR) / memory + (cost.calls + 1) * town.callMilliseconds;
      return ((milliseconds / 1000) * memory) / 1024;
    }),
  };
};

const gbSecondsOf = ({ milliseconds, megabytes }: { milliseconds: number; megabytes: number }, times: number) =>
  (times * milliseconds * megabytes) / 1000 / 1024;

interface Template {
  readonly Resources: Readonly<Record<string, { Type: string; Properties?: { Rules?: readonly unknown[] } }>>;
}

/** What stands in the templates and is paid for being there. */
const fixedCost = (): number => {
  const resources = readdirSync(assembly)
    .filter((name) => name.endsWith('.template.json'))
    .flatMap((name) => Object.values((JSON.parse(readFileSync(join(assembly, name), 'utf8')) as Template).Resources));
  const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
  const rules = sum(
    resources
      .filter(({ Type }) => Type === 'AWS::WAFv2::WebACL')
      .map(({ Properties }) => Properties?.Rules?.length ?? 0),
  );
  const there: readonly (readonly [Priced, number])[] = [
    ['key', count('AWS::KMS::Key')],
    ['secret', count('AWS::SecretsManager::Secret')],
    ['alarm', count('AWS::CloudWatch::Alarm')],
    ['firewall', count('AWS::WAFv2::WebACL')],
    ['firewallRule', rules],
  ];
  return sum(there.map(([what, units]) => costOf(what, units)));
};

/** The month's bill of a small town: what was measured of each operation, by how often it is assumed and by AWS's prices. */
export const billBench = async (): Promise<Figure[]> => {
  await buildAssembly();
  const { functions } = loadPlan(assembly);
  const memoryMb = (name: string) => functions.find(({ shortName }) => shortName === name)?.memoryMb ?? NaN;
  const operations = await measuredOperations();
  const unknown = Object.keys(town.requests).filter((name) => !operations.some((one) => one.operation.name === name));
  if (unknown.length > 0) throw new Error(`Nothing was measured of ${unknown.join(', ')}.`);
  const { changes, reads, writes, entries, answersGB, gbSeconds } = used(operations, memoryMb);
  const { files, scheduled, changeRun } = town;
  const requests = sum(Object.values(town.requests));
  const atEdge = requests + town.siteRequests;
  const runs = requests + scheduled.runs + changes * changeRun.readers + files.aMonth;
  const filesGB = (files.aMonth * files.megabytes) / 1000;
  const { table, indexes } = kept();
  const archived = town.hoursWithChanges * town.objectsOfAnHour;
  const bill: readonly (readonly [string, number])[] = [
    [
      `${atEdge} requests through CloudFront, firewall and gateway`,
      costOf('httpApi', requests) +
        costOf('edgeRequest', atEdge) +
        costOf('edgeFunction', atEdge) +
        costOf('firewallRequest', atEdge) +
        costOf('edgeTransfer', answersGB + town.siteGB),
    ],
    [
      `${runs} runs of functions`,
      costOf('invocation', runs) +
        costOf(
          'compute',
          gbSeconds + gbSecondsOf(scheduled, scheduled.runs) + gbSecondsOf(changeRun, changes * changeRun.readers),
        ),
    ],
    [
      `${Math.round(reads)} read and ${writes} write units`,
      costOf('tableRead', reads + scheduled.runs * scheduled.readUnits) + costOf('tableWrite', writes),
    ],
    [`${entries} write units of audit entries`, costOf('tableWrite', entries)],
    [
      `${Math.round((table + indexes) * 1000)} MB in the table and its indexes, recoverable to the second`,
      costOf('tableStorage', table + indexes) + costOf('tableRecovery', table),
    ],
    [`${BACKUP_DAYS} nightly copies of ${Math.round(table * 1000)} MB`, costOf('tableCopy', table * BACKUP_DAYS)],
    [
      `${files.aMonth * files.months} files, and the audit archive`,
      costOf('objectStorage', filesGB * files.months) +
        costOf('objectPut', files.aMonth * 2 + archived) +
        costOf('objectGet', files.aMonth * (files.viewsOfEach + 1)) +
        costOf('objectTransfer', filesGB * files.viewsOfEach) +
        costOf('signature', town.hoursWithChanges),
    ],
    [`${town.people} people who sign in`, costOf('account', town.people)],
    ['keys and logs', costOf('keyRequest', town.keyRequests) + costOf('logs', (runs * town.logBytes) / GB)],
  ];
  const dollars = (what: string, measured: number, most?: number): Figure => ({
    ...{ what: `a town's month: ${what}`, measured, unit: '$' },
    ...(most !== undefined && { budget: { most } }),
  });
  return [
    ...bill.map(([what, cost]) => dollars(what, cost)),
    dollars('all that is used', sum(bill.map(([, cost]) => cost)), MOST_USED),
    dollars('what is there, for all agencies together', fixedCost(), MOST_FIXED),
  ];
};
