import { parseArgs } from 'node:util';
import * as z from 'zod';
import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { tenantIdPattern } from '#shared/model/principal.ts';
import { recordNames } from '#shared/records/index.ts';

/** A command that cannot be read: the sentences say what to write instead. */
export class Usage extends Error {}

const { name, email } = adminSpecs.invite.body.shape;

const id = z
  .string('Name the agency by its id, as "tenant list" shows it.')
  .regex(tenantIdPattern, 'An id has 26 lower-case letters and digits, as "tenant list" shows it.');

/** The name that the zone goes by today, or undefined. An offset such as +05:00 knows no summer time and is no zone. */
const zoneNamed = (text: string): string | undefined => {
  if (!/^[A-Za-z]+\/[A-Za-z_/-]+$/.test(text)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

const timeZone = z.string('Name the time zone, for example America/Chicago.').transform((text, context) => {
  const zone = zoneNamed(text);
  if (zone !== undefined) return zone;
  context.addIssue({ code: 'custom', message: `"${text}" is no time zone. Write one like America/Chicago.` });
  return z.NEVER;
});

const line = (what: string, most: number) =>
  z
    .string(`Write ${what}.`)
    .trim()
    .min(1, `Write ${what}.`)
    .max(most, `At most ${most} characters.`)
    // One line: this is shown in lists, mails and terminals.
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'Only one line, without control characters.');

const everywhere = {
  stage: z.string().optional(),
  local: z.string().optional(),
  json: z.boolean().default(false),
};

const commands = {
  create: z.strictObject({
    ...everywhere,
    name: line('the name of the agency', 120),
    'time-zone': timeZone,
    'admin-name': line('the name of the first administrator', 120).pipe(name),
    'admin-email': z.string('Write the e-mail address of the first administrator.').trim().pipe(email),
    id: id.optional(),
  }),
  invite: z.strictObject({ ...everywhere, id }),
  suspend: z.strictObject({ ...everywhere, id, reason: line('the reason; the agency sees it', 500) }),
  resume: z.strictObject({ ...everywhere, id }),
  list: z.strictObject({
    ...everywhere,
    limit: z.coerce
      .number('A whole number from 1 to 100.')
      .int('A whole number from 1 to 100.')
      .min(1, 'At least 1.')
      .max(100, 'At most 100.')
      .default(100),
    after: id.optional(),
  }),
  show: z.strictObject({ ...everywhere, id, people: z.boolean().default(false) }),
  restore: z.strictObject({
    ...everywhere,
    id,
    from: z
      .string('Name the table that the copy was restored to.')
      .regex(/^[\w.-]{3,255}$/, 'This is no name of a table.'),
    type: z.enum(recordNames, `One of: ${recordNames.join(', ')}.`).optional(),
    reason: line('the reason; it stands in the history of each record', 400),
    write: z.boolean().default(false),
  }),
  redrive: z.strictObject({ ...everywhere, tenant: id }),
  'import-archive': z.strictObject({
    ...everywhere,
    id,
    file: z.string('Name the archive, the export.zip that was downloaded, with --file.').min(1),
    'go-on': z.boolean().default(false),
  }),
  verify: z.strictObject({ ...everywhere, tenant: id, 'archive-only': z.boolean().default(false) }),
} as const;

type Verb = keyof typeof commands;
export type Command = { [V in Verb]: { readonly verb: V } & z.output<(typeof commands)[V]> }[Verb];
export type CommandOf<V extends Verb> = Extract<Command, { verb: V }>;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  stage: text,
  local: text,
  json: flag,
  help: flag,
  name: text,
  'time-zone': text,
  'admin-name': text,
  'admin-email': text,
  id: text,
  tenant: text,
  'archive-only': flag,
  from: text,
  type: text,
  write: flag,
  reason: text,
  limit: text,
  after: text,
  people: flag,
  file: text,
  'go-on': flag,
} as const;

const read = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
};

const isVerb = (verb: string | undefined): verb is Verb => verb !== undefined && Object.hasOwn(commands, verb);
const nounOf = (verb: Verb) => (verb === 'verify' || verb === 'redrive' ? 'audit' : 'tenant');
const takesId: readonly Verb[] = ['invite', 'suspend', 'resume', 'show', 'restore', 'import-archive'];

const sentences = (verb: Verb, { issues }: z.ZodError): string =>
  issues
    .flatMap((issue) => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => `--${key}: "${nounOf(verb)} ${verb}" does not take it.`);
      const option = String(issue.path[0]);
      return `${option === 'id' && takesId.includes(verb) ? '<id>' : `--${option}`}: ${issue.message}`;
    })
    .join('\n');

/** Undefined when help is asked for. */
export const commandOf = (args: readonly string[]): Command | undefined => {
  const { values, positionals } = read(args);
  const { help, ...given } = values;
  if (help === true || args.length === 0) return undefined;
  const [noun, verb, named, ...rest] = positionals;
  if (!isVerb(verb) || noun !== nounOf(verb))
    throw new Usage(`There is no command "${positionals.join(' ')}". Write one of: ${names}.`);
  const byPlace = takesId.includes(verb);
  const surplus = byPlace ? rest : [...(named === undefined ? [] : [named]), ...rest];
  if (surplus.length > 0)
    throw new Usage(`"${surplus.join(' ')}" is too much here. Put texts of several words into quotation marks.`);
  if (byPlace && given.id !== undefined) throw new Usage(`Write the id without --id: tenant ${verb} <id>.`);
  const parsed = commands[verb].safeParse(byPlace ? { ...given, id: named } : given);
  if (!parsed.success) throw new Usage(sentences(verb, parsed.error));
  return { verb, ...parsed.data } as Command; // verb and data are of the same schema; a union cannot say so
};

const names = Object.keys(commands)
  .filter(isVerb)
  .map((verb) => `${nounOf(verb)} ${verb}`)
  .join(', ');
