import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { auditor } from '#functions/audit/auditor.ts';
import type { LambdaRecord } from '#infra/local/streams/record.ts';
import { aMapping } from '#test/infra/local/streams/a-mapping.ts';
import { itemAt } from './a-stream.ts';
import { aTrail, proofOf } from './a-trail.ts';

const VERSIONS = 5;
const filters = [{ dynamodb: { NewImage: { entity: { S: ['record'] } } } }];
/** Changes are of noon (see a-stream); the function is back at eight in the morning. */
const back = '2026-11-26T08:00:00.000Z';

let trail: Awaited<ReturnType<typeof aTrail>>;
let ids: string[];
beforeAll(async () => {
  trail = await aTrail(() => back);
});
afterAll(() => trail.close());

/** Sites are made and changed in turn while nobody audits. */
beforeEach(async () => {
  await trail.clear();
  ids = Array.from({ length: 20 }, () => v7());
  for (let version = 1; version <= VERSIONS; version++)
    for (const id of ids)
      await trail.document.send(new PutCommand({ TableName: 'Records', Item: itemAt(id, version) }));
});

const run = () => {
  const audit = auditor(trail.store, { failed: () => undefined, filled: () => undefined });
  return (records: LambdaRecord[]) => audit({ Records: records.filter(isOurs) });
};
const isOurs = ({ dynamodb }: LambdaRecord) => ids.includes(dynamodb.Keys?.['sk']?.S ?? '');
const proofs = async () => Promise.all(ids.map(async (id) => proofOf(id, VERSIONS, await trail.entriesOf(id))));

describe('an audit function that was down for 20 hours', () => {
  it('reads everything again when it is back: no version is lost, none is made up, and the time of each is its own', async () => {
    const { mapping, letters } = await aMapping(trail.endpoint, { filters }, run());
    await mapping.idle();
    await mapping.close();
    expect(letters).toEqual([]);
    for (const proof of await proofs())
      expect(proof).toEqual({ entries: VERSIONS, unchained: 0, gaps: [], rebuilt: [], erased: 0, broken: undefined });
    const [first] = await trail.entriesOf(ids[0] ?? '');
    expect(first).toMatchObject({ at: '2026-11-25T12:00:00.000Z', by: '0199b000-0000-7000-8000-0000000000aa' });
    // Archived in the hour that it arrived in, not in one that was closed long before.
    expect(first).toMatchObject({ arrived: back, list1Sk: `${back}#${ids[0] ?? ''}#v000001` });
  });

  it('goes on where it was when it fails, comes back and fails again', async () => {
    const audit = run();
    let turn = 0;
    const wavering = (records: LambdaRecord[]) => {
      turn += 1;
      if (turn % 3 !== 0) throw new Error('The function is down.');
      return audit(records);
    };
    const { mapping, letters } = await aMapping(trail.endpoint, { filters, maxRetries: 50, batchSize: 7 }, wavering);
    await mapping.idle();
    await mapping.close();
    expect(letters).toEqual([]);
    for (const proof of await proofs()) expect(proof).toMatchObject({ gaps: [], rebuilt: [], broken: undefined });
  });

  it('leaves a letter for each change that it failed on to the end, and nothing is missing once the stream is read again', async () => {
    const down = () => {
      throw new Error('The function is down.');
    };
    const { mapping, letters } = await aMapping(trail.endpoint, { filters, maxRetries: 0 }, down);
    await mapping.idle();
    await mapping.close();
    expect(letters.length).toBeGreaterThanOrEqual(ids.length * VERSIONS);
    // Within 24 hours the stream still has it all: sent in once more, nothing is missing.
    const again = await aMapping(trail.endpoint, { filters }, run());
    await again.mapping.idle();
    await again.mapping.close();
    for (const proof of await proofs()) expect(proof).toMatchObject({ gaps: [], rebuilt: [], broken: undefined });
  });
});
