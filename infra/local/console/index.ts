import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Denial } from '#infra/local/iam/index.ts';
import type { DeadLetter, Host } from '#infra/local/lambda/host.ts';
import type { Inbox } from '#infra/local/mail/index.ts';
import type { Schedules } from '#infra/local/schedules/index.ts';
import type { Plan } from '#infra/local/template/plan.ts';
import type { Authenticator } from '#infra/local/cognito/index.ts';
import { STEP_SECONDS, stepOf, totpAt } from '#infra/local/cognito/totp.ts';
import { html, page, table } from './html.ts';

export interface ConsoleOptions {
  readonly plan: Plan;
  readonly endpoint: string;
  readonly host: Host;
  readonly inbox: Inbox;
  readonly schedules: Schedules;
  deadLetters: () => readonly DeadLetter[];
  denials: () => readonly Denial[];
  authenticators: () => readonly Authenticator[];
  now: () => Date;
}

/** Only what a page of this very site posts is taken: another site cannot fire a schedule in a visitor's browser. */
function sameOrigin({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return headers.origin === `http://${headers.host ?? ''}`;
}

const time = (at: string) => html`<time datetime="${at}">${at}</time>`;
const code = (text: string) => html`<code>${text}</code>`;

function overview({ plan, endpoint, deadLetters, denials, inbox }: ConsoleOptions) {
  const facts = [
    ['AWS endpoint', endpoint],
    ['Region', plan.region],
    ['Functions', plan.functions.length],
    ['Letters in the inbox', inbox.list().length],
    ['Dead letters', deadLetters().length],
    ['Denied calls', denials().length],
  ] as const;
  return table(
    'This instance',
    ['What', 'Value'],
    facts.map(([name, value]) => [name, code(String(value))]),
  );
}

function resources({ plan }: ConsoleOptions) {
  return [
    table(
      'Functions',
      ['Name', 'Memory', 'Timeout'],
      plan.functions.map((one) => [
        html`<a href="/_local/logs/${one.shortName}">${one.shortName}</a>`,
        `${one.memoryMb} MB`,
        `${one.timeoutSeconds} s`,
      ]),
    ),
    table(
      'Routes',
      ['Route', 'Authorizer'],
      plan.routes.map((one) => [code(one.key), one.authorizerId === undefined ? 'none' : 'JWT']),
    ),
    table(
      'Tables',
      ['Name', 'Indexes'],
      plan.tables.map((one) => [code(one.name), one.indexes.map(({ name }) => name).join(', ')]),
    ),
    table(
      'Buckets',
      ['Name', 'Events'],
      plan.buckets.map((one) => [code(one.name), one.eventBridge ? 'EventBridge' : 'none']),
    ),
    table(
      'User pools',
      ['Id', 'Clients'],
      plan.pools.map((one) => [code(one.id), plan.clients.filter(({ poolId }) => poolId === one.id).length]),
    ),
    table(
      'Of the template, not run here',
      ['Type', 'Logical id', 'Why'],
      plan.notRun.map((one) => [one.type, one.logicalId, one.reason]),
    ),
  ];
}

function invocations({ host }: ConsoleOptions) {
  const columns = ['When', 'Function', 'Kind', 'Duration', 'Start', 'Outcome'];
  const rows = host
    .invocations()
    .map((one) => [
      time(one.at),
      html`<a href="/_local/logs/${one.functionName}">${one.functionName}</a>`,
      one.kind,
      `${one.durationMs} ms`,
      one.cold ? 'cold' : 'warm',
      one.error === undefined ? one.outcome : `${one.outcome}: ${one.error}`,
    ]);
  return table('Newest first', columns, rows);
}

function schedules({ schedules: all }: ConsoleOptions) {
  const rows = all.list().map((one) => [
    one.shortName,
    code(one.expression),
    one.lastFired === undefined ? 'not since the start' : time(one.lastFired),
    html`<form method="post" action="/_local/schedules/${encodeURIComponent(one.shortName)}/fire">
      <button>Fire ${one.shortName} now</button>
    </form>`,
  ]);
  return table('Schedules', ['Name', 'Expression', 'Last fired', 'Action'], rows);
}

function deadLetters(options: ConsoleOptions) {
  const rows = options
    .deadLetters()
    .toReversed()
    .map((one) => [
      time(one.at),
      one.source,
      one.reason,
      html`<details>
        <summary>Message</summary>
        <pre>${JSON.stringify(one.body, null, 2)}</pre>
      </details>`,
    ]);
  return table('Newest first', ['When', 'From', 'Why', 'What'], rows);
}

function deniedCalls({ denials }: ConsoleOptions) {
  const rows = denials()
    .toReversed()
    .map((one) => [time(one.at), one.role, code(one.action), code(one.resource), one.message]);
  return table('Newest first', ['When', 'Role', 'Action', 'Resource', 'Why, and what is missing'], rows);
}

/** In place of an authenticator app, which nobody has for an account that does not exist. */
function signInCodes({ authenticators, now }: ConsoleOptions) {
  const step = stepOf(now().getTime());
  return table(
    'What an authenticator app would show, brought up to date by itself; no code works twice',
    ['Account', 'Now', 'Next', 'Secret'],
    authenticators().map(({ email, secret }) => [
      email,
      code(totpAt(secret, step)),
      code(totpAt(secret, step + 1)),
      code(secret),
    ]),
  );
}

/** Whole seconds, so that the page comes back just after the codes have moved on. */
const untilNextStep = (now: Date): number => {
  const step = STEP_SECONDS * 1000;
  return Math.ceil((step - (now.getTime() % step)) / 1000);
};

function state({ plan, host, schedules: all, deadLetters: letters, denials, inbox, endpoint }: ConsoleOptions): object {
  return {
    endpoint,
    region: plan.region,
    tables: plan.tables.map(({ name }) => name),
    attachments: plan.functions.flatMap(({ environment }) => environment['ATTACHMENTS_BUCKET'] ?? []).slice(0, 1),
    releases: plan.functions.flatMap(({ environment }) => environment['RELEASES_BUCKET'] ?? []).slice(0, 1),
    archives: plan.buckets.filter(({ lock }) => lock !== undefined).map(({ name }) => name),
    signers: plan.signingKeys.map(({ arn }) => arn),
    pools: plan.pools.map(({ id }) => id),
    functions: plan.functions.map(({ shortName }) => shortName),
    schedules: all.list(),
    deadLetters: letters().length,
    denials: denials(),
    letters: inbox.list().length,
    invocations: host.invocations().length,
  };
}

export function createConsole(options: ConsoleOptions) {
  const show = (path: string): string | undefined => {
    const logs = /^\/logs\/([\w-]+)$/.exec(path)?.[1];
    if (logs !== undefined) return page(`Log of ${logs}`, html`<pre>${options.host.logs.of(logs).join('\n')}</pre>`);
    const pages: Readonly<Record<string, () => string>> = {
      '/': () => page('Overview', overview(options)),
      '/resources': () => page('Resources', resources(options)),
      '/invocations': () => page('Invocations', invocations(options)),
      '/schedules': () => page('Schedules', schedules(options)),
      '/dead-letters': () => page('Dead letters', deadLetters(options)),
      '/denials': () => page('Denied calls', deniedCalls(options)),
      '/codes': () => page('Sign-in codes', signInCodes(options), untilNextStep(options.now())),
      '/inbox': () => options.inbox.page(),
    };
    return pages[path]?.();
  };

  const fire = (request: IncomingMessage, response: ServerResponse, name: string): void => {
    if (!sameOrigin(request)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Post from the console itself.\n');
      return;
    }
    try {
      const id = options.schedules.fire(name);
      response.writeHead(303, { location: '/_local/invocations', 'x-invocation-id': id }).end();
    } catch (error) {
      response
        .writeHead(404, { 'content-type': 'text/plain' })
        .end(error instanceof Error ? error.message : String(error));
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path =
      (request.url ?? '')
        .replace(/^\/_local/, '')
        .replace(/\?.*$/, '')
        .replace(/\/$/, '') || '/';
    const fired = /^\/schedules\/([^/]+)\/fire$/.exec(path)?.[1];
    if (request.method === 'POST' && fired !== undefined) {
      fire(request, response, decodeURIComponent(fired));
      return;
    }
    if (path === '/state.json') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(state(options)));
      return;
    }
    const content = show(path);
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    response.end(content ?? page('Not found', html`<p>The console has no such page.</p>`));
    await Promise.resolve();
  };
}
