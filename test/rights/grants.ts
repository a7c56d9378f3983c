import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Grant } from '#infra/local/iam/index.ts';
import { withoutHash } from '#infra/local/template/kind.ts';
import type { AllowedUnused } from './allowed-unused.ts';

const root = join(import.meta.dirname, '..', '..');

/** `Stormledger-Api-ScanRole4DA95A7E` → `Api-ScanRole`. */
const named = (role: string): string => withoutHash(role).replace(/^Stormledger-/, '');

/** Without what every ARN has, and without the hashes of CDK. */
const placed = (resource: string): string =>
  resource
    .replace(/^arn:aws:([^:]*):[^:]*:[^:]*:/, '$1 ')
    .replaceAll(/[0-9A-F]{8}(?=$|[/:-])|[0-9a-f]{8}(?=$|\/)/g, '');

const sources = readdirSync(join(root, 'infra'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('local/'))
  .map((path) => ({ path: `infra/${path}`, text: readFileSync(join(root, 'infra', path), 'utf8') }));

/** The files that a statement's Sid stands in; CDK's own statements have none. */
const madeIn = (statement: string): string => {
  const found = sources.filter(({ text }) => text.includes(`'${statement}'`)).map(({ path }) => path);
  return found.length > 0 ? found.join(' or ') : 'a grant method of CDK that infra/ calls';
};

/** One line that says what to take away, and where. */
export const told = ({ role, statement, action, resource }: Grant): string =>
  `${named(role)} may ${action} on ${placed(resource)}: statement ${statement} in ${madeIn(statement)}`;

const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(text);

export const names = (entry: AllowedUnused, { role, statement, action }: Grant): boolean =>
  matches(entry.role, named(role)) &&
  matches(entry.statement, statement) &&
  entry.actions.some((pattern) => matches(pattern, action));
