import { appendFileSync } from 'node:fs';
import { aMapping, keyOf } from './a-mapping.ts';

/** A poller for the tests to kill: writes the key of every record it handles to a file. */
const [endpoint = '', checkpoints = '', handled = ''] = process.argv.slice(2);
await aMapping(
  endpoint,
  { batchSize: 10 },
  async (records) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    appendFileSync(handled, records.map((record) => `${keyOf(record)}\n`).join(''));
  },
  checkpoints,
);
console.log('reading');
