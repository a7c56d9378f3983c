import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { inboxPage } from './page.ts';
import { outboundMail } from './outbound.ts';
import { addressOf, domainOf } from './sender.ts';

const mail = z.object({
  id: z.string(),
  /** When it was delivered, ISO 8601. */
  at: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
});
export type Mail = z.infer<typeof mail>;
export type OutgoingMail = Omit<Mail, 'id' | 'at'>;

export interface Inbox {
  deliver: (mail: OutgoingMail) => string;
  /** In the order of arrival. */
  list: () => Mail[];
  sesV2: (method: string, path: string, body: unknown) => { status: number; body: object };
  page: () => string;
}

export interface InboxOptions {
  /** Absent: the letters are kept in memory. */
  dir?: string;
  /** Domains and addresses that mail may come from by SES; nothing else is verified. */
  identities?: readonly string[];
  /** Names of SES configuration sets. */
  settings?: readonly string[];
  now: () => Date;
}

/** Where every letter of the local product ends up: nothing ever leaves the machine. */
export function createInbox({ dir, identities = [], settings = [], now }: InboxOptions): Inbox {
  const file = dir === undefined ? undefined : join(dir, 'mail.jsonl');
  if (dir !== undefined) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const mails = file === undefined ? [] : read(file);
  const deliver = (outgoing: OutgoingMail) => {
    const delivered = { id: randomUUID(), at: now().toISOString(), ...outgoing };
    if (file !== undefined) append(file, `${JSON.stringify(delivered)}\n`);
    mails.push(delivered);
    return delivered.id;
  };
  return {
    deliver,
    list: () => [...mails],
    sesV2: (method, path, body) => {
      if (method !== 'POST' || path !== '/v2/email/outbound-emails')
        return refusal(
          404,
          'NotFoundException',
          `Local SES only takes POST /v2/email/outbound-emails, not ${method} ${path}.`,
        );
      const parsed = outboundMail.safeParse(body);
      if (!parsed.success) return refusal(400, 'BadRequestException', z.prettifyError(parsed.error));
      const { settings: chosen, ...outgoing } = parsed.data;
      if (chosen !== undefined && !settings.includes(chosen))
        return refusal(404, 'NotFoundException', `Configuration set <${chosen}> does not exist.`);
      if (!identities.includes(domainOf(outgoing.from)) && !identities.includes(addressOf(outgoing.from)))
        return refusal(400, 'MessageRejected', `Email address is not verified: ${addressOf(outgoing.from)}`);
      return { status: 200, body: { MessageId: deliver(outgoing) } };
    },
    page: () => inboxPage(mails),
  };
}

const refusal = (status: number, type: string, message: string) => ({ status, body: { __type: type, message } });

/** A last line without its end is a letter whose delivery was never confirmed: it is cut off. */
function read(file: string): Mail[] {
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, 'utf8').replace(/[^\n]*$/, '');
  truncateSync(file, Buffer.byteLength(whole));
  const lines = whole.split('\n').filter((line) => line !== '');
  return lines.map((line) => mail.parse(JSON.parse(line)));
}

function append(file: string, line: string): void {
  const descriptor = openSync(file, 'a', 0o600);
  writeSync(descriptor, line);
  fsyncSync(descriptor);
  closeSync(descriptor);
}
