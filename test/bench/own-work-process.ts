/**
 * The consumer's own work for a change, and the proof's for an entry: the document client is answered in memory, and
 * answers are read from their text. Neither the SDK nor a database is in it.
 */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { auditor } from '#functions/audit/auditor.ts';
import { ChainCheck } from '#functions/lib/chain/verify-record.ts';
import { auditStore, entryFromItem, toImage, type Item } from '#functions/lib/store/index.ts';
import { readAnswer } from '#functions/lib/store/quick-query.ts';
import { records } from '#shared/records/index.ts';
import { outfallItem, storedOutfall } from './fill.ts';

const tenantId = 'benchagency000000000000000';
const count = Number(process.argv[2]);
const [ROUNDS, BATCH] = [3, 100];

const kept: Item[] = [];
/** Only what the consumer asks of it for new records: puts. */
const document = {
  send: (command: { input: { Item?: Item } }) => (kept.push(command.input.Item ?? {}), Promise.resolve({})),
};
// Nothing else of the client is called: what the SDK and the database take is left out on purpose.
const table = { name: 'Records', document: document as unknown as DynamoDBDocumentClient };

/** The shortest of a few rounds: the first ones are slower, until the code is compiled. */
const best = async (work: () => Promise<void> | void): Promise<number> => {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least / 1000;
};

const changes = Array.from({ length: count }, (_, n) => ({
  eventName: 'INSERT' as const,
  dynamodb: { SequenceNumber: String(n + 1), NewImage: outfallItem(tenantId, n) as never },
}));
const failed = (_sequence: string, error: unknown): never => {
  throw error;
};
const consume = auditor(auditStore(table), { failed, filled: () => undefined });
const auditMs = await best(async () => {
  kept.length = 0;
  for (let from = 0; from < count; from += BATCH) await consume({ Records: changes.slice(from, from + BATCH) });
});

const answers = kept.map((item) => JSON.stringify({ Items: [toImage(item)] }));
let proven = 0;
const verifyMs = await best(() => {
  proven = 0;
  for (const answer of answers)
    for (const item of readAnswer(answer).items) {
      const id = String(item['id']);
      const { values } = storedOutfall(Number.parseInt(id.slice(-12), 16));
      const check = new ChainCheck({ tenantId, record: records.outfall, id, version: 1, values });
      check.take(String(item['sk']), entryFromItem(item));
      if (check.end().broken === undefined) proven += 1;
    }
});
if (proven !== count) throw new Error(`${proven} of ${count} entries were proven.`);
console.log(JSON.stringify({ auditMs, verifyMs }));
