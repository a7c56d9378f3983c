import { z } from 'zod';

const content = z.object({ Data: z.string(), Charset: z.string().optional() });
const address = z.string().regex(/[^\s@]+@[^\s@]+/, 'is not an e-mail address');
const addresses = z.array(address).default([]);
const destination = z.object({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses });

/** The name of a configuration set. */
const settings = z.string().optional();

const simple = z.object({
  Subject: content,
  Body: z.object({ Text: content.optional(), Html: content.optional() }),
});

const recipients = (given: z.infer<typeof destination>) => [
  ...given.ToAddresses,
  ...given.CcAddresses,
  ...given.BccAddresses,
];

const simpleMail = z
  .object({
    FromEmailAddress: address,
    Destination: destination,
    Content: z.object({ Simple: simple }),
    ConfigurationSetName: settings,
  })
  .transform(({ FromEmailAddress: from, Destination, Content: { Simple }, ConfigurationSetName }) => {
    const { Text: text, Html: html } = Simple.Body;
    const body = { ...(text ? { text: text.Data } : {}), ...(html ? { html: html.Data } : {}) };
    const chosen = { settings: ConfigurationSetName };
    return { from, to: recipients(Destination), subject: Simple.Subject.Data, ...body, ...chosen };
  })
  .refine(({ to }) => to.length > 0, 'Destination needs at least one address');

/** A raw message is kept as it is, headers included; sender, recipients and subject are read from its headers. */
const rawMail = z
  .object({
    FromEmailAddress: address.optional(),
    Destination: destination.optional(),
    Content: z.object({ Raw: z.object({ Data: z.base64() }) }),
    ConfigurationSetName: settings,
  })
  .transform(({ FromEmailAddress, Destination, Content, ConfigurationSetName }) => {
    const text = Buffer.from(Content.Raw.Data, 'base64').toString('utf8');
    const headers = headersOf(text);
    const named = (headers.get('to') ?? '').split(',').map((one) => one.trim());
    const to = Destination ? recipients(Destination) : named.filter((one) => one !== '');
    const from = FromEmailAddress ?? headers.get('from') ?? '';
    return { from, to, subject: headers.get('subject') ?? '', text, settings: ConfigurationSetName };
  })
  .refine(({ from, to }) => from !== '' && to.length > 0, 'The message needs a From and a To header');

function headersOf(message: string): Map<string, string> {
  const [head = ''] = message.split(/\r?\n\r?\n/, 1);
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), decoded(line.slice(colon + 1).trim())];
    }),
  );
}

/** RFC 2047 encoded words, which mailers use for every subject outside ASCII; white space between two is not text. */
const decoded = (value: string) =>
  value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quoted(text),
    );

function quoted(text: string): string {
  const bytes = text.replaceAll('_', ' ').replaceAll(/=([0-9A-F]{2})/gi, (_whole, hex: string) => `%${hex}`);
  try {
    return decodeURIComponent(bytes);
  } catch {
    return text;
  }
}

export const outboundMail = z.union([simpleMail, rawMail]);
