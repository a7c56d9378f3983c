import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe } from 'vitest';
import { answerJson } from '#infra/local/endpoint/answers.ts';
import { createInbox } from '#infra/local/mail/index.ts';
import { sesContract } from '#test/contract/ses/suite.ts';

const inbox = createInbox({ identities: ['city.example'], settings: ['ours'], now: () => new Date() });
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { status, body: answer } = inbox.sesV2(request.method ?? '', request.url ?? '', JSON.parse(body));
    answerJson(response, status, answer, 'application/json');
  });
});

describe('the local SES', () => {
  beforeAll(() => new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening)));
  afterAll(() => server.close());
  sesContract(() => ({
    caller: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    letters: () =>
      Promise.resolve(
        inbox.list().map(({ from, to, subject, text: body = '' }) => ({ from, to, subject, text: body })),
      ),
  }));
});
