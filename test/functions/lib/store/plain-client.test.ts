import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it, vi } from 'vitest';
import { tableAt } from '#functions/lib/store/index.ts';
import { plainClient } from '#functions/lib/store/plain-client.ts';

/** The SDK renews keys five minutes before they end. */
const [SIX_MINUTES_MS, HOUR_MS] = [6 * 60_000, 60 * 60_000];

afterEach(() => {
  vi.useRealTimers();
});

/** A table that signs with the keys of the moment; `signed` are the ids of the keys, one for each call. */
const tableOf = (keysNow: () => { id: string; lastsMs: number }) => {
  const signed: string[] = [];
  const credentials = () => {
    const { id, lastsMs } = keysNow();
    return Promise.resolve({
      accessKeyId: id,
      secretAccessKey: 'secret',
      expiration: new Date(Date.now() + lastsMs),
    });
  };
  const handle = ({ headers }: { headers: Record<string, string> }) => {
    signed.push(/Credential=([^/]+)/.exec(headers['authorization'] ?? '')?.[1] ?? '');
    return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } });
  };
  const table = tableAt('t', { region: 'us-east-1', credentials, requestHandler: { handle } as never });
  const ask = () =>
    plainClient(table).send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
  return { ask, signed };
};

it('the plain client signs with new keys once the ones before run out', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  let id = 'FIRST';
  const { ask, signed } = tableOf(() => ({ id, lastsMs: HOUR_MS }));
  await ask();
  id = 'SECOND';
  await ask();
  vi.setSystemTime(Date.now() + HOUR_MS - SIX_MINUTES_MS + 2 * 60_000);
  await ask();
  await ask();
  expect(signed).toEqual(['FIRST', 'FIRST', 'SECOND', 'SECOND']);
});

it('the plain client of one agency never signs with the keys of another, whoever asks in between', async () => {
  const [one, other] = [
    tableOf(() => ({ id: 'ONE', lastsMs: HOUR_MS })),
    tableOf(() => ({ id: 'OTHER', lastsMs: HOUR_MS })),
  ];
  await Promise.all(Array.from({ length: 8 }, () => [one.ask(), other.ask()]).flat());
  expect(one.signed).toEqual(Array.from({ length: 8 }, () => 'ONE'));
  expect(other.signed).toEqual(Array.from({ length: 8 }, () => 'OTHER'));
});
