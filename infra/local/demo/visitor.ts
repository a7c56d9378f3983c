/** A signed-in person at the site, over the same HTTP that a browser speaks. */
export const signIn = async (site: string, email: string, password: string) => {
  const origin = new URL(site).origin;
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: { origin, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 409) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return { answer, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const { answer, body } = await send('POST', '/api/session', { email, password });
  const cookie = answer.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  return {
    member: (body as { member: { id: string; name: string } }).member,
    /** Adds a record; one that is there already, perhaps changed since, is left as it is. */
    add: async (path: string, sent: unknown) => (await send('POST', path, sent, { cookie })).body,
  };
};

export type Visitor = Awaited<ReturnType<typeof signIn>>;
