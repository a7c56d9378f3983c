/** What came back, with the body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

export type Headers_ = Readonly<Record<string, string>>;

/** Speaks to the site as a browser does: one origin, cookies kept. */
export class Browser {
  readonly origin: string;
  #cookies = new Map<string, string>();

  constructor(site: string) {
    this.origin = new URL(site).origin;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, body?: unknown, headers: Headers_ = {}): Promise<Answer> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        ...(method === 'GET' ? {} : { origin: this.origin }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookies.size === 0 ? {} : { cookie: this.cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text };
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }

  get = (path: string, headers?: Headers_) => this.send('GET', path, undefined, headers);
  post = (path: string, body: unknown, headers?: Headers_) => this.send('POST', path, body, headers);
  patch = (path: string, version: number, body: unknown) =>
    this.send('PATCH', path, body, { 'if-match': `"${version}"` });
  act = (path: string, version: number, body: unknown = {}) => this.post(path, body, { 'if-match': `"${version}"` });
}

export interface Visitor extends Browser {
  readonly member: { readonly id: string; readonly name: string; readonly email: string; readonly role: string };
}

/** `codeOf` is the person's authenticator app; with it, codes are set up where the agency asks for them. */
export const visit = async (
  site: string,
  email: string,
  password: string,
  codeOf?: (email: string) => Promise<string>,
): Promise<Visitor> => {
  const browser = new Browser(site);
  const first = await browser.post('/api/session', { email, password });
  const { status, body } =
    first.body.challenge === 'code' && codeOf
      ? await browser.post('/api/session/code', { code: await codeOf(email) })
      : first;
  if (status !== 200) throw new Error(`Sign-in of ${email} answered ${status}: ${JSON.stringify(body)}`);
  if (body.codes?.missing && codeOf) {
    await browser.post('/api/session/codes', { password });
    const set = await browser.post('/api/session/codes/confirm', { code: await codeOf(email) });
    if (set.status !== 200) throw new Error(`Setting up codes answered ${set.status}: ${JSON.stringify(set.body)}`);
  }
  return Object.assign(browser, { member: body.member });
};
