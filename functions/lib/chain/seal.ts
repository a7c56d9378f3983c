import { createHash, randomBytes } from 'node:crypto';
import { canonical } from '#shared/derive/canonical.ts';
import { type Change } from '#shared/derive/diff.ts';
import type { AuditEntry, PersonalValues, SealedChange, SealedEntry } from './entry.ts';
import { linkOf } from './link.ts';

/** Without the salt, which is erased with the values, a digest tells nothing: short values cannot be guessed from it. */
export const digestOf = (field: string, { salt, before, after }: PersonalValues): string =>
  createHash('sha256')
    .update(canonical([salt, field, before === undefined ? [] : [before], after === undefined ? [] : [after]]) ?? '')
    .digest('base64url');

const newSalt = () => randomBytes(16).toString('base64url');

export const isSealed = (change: Change | SealedChange): change is SealedChange => 'digest' in change;

/** The entry as it is kept, linked to the one before it. */
export const seal = (tenantId: string, { changes, ...entry }: AuditEntry, previous: string): SealedEntry => {
  const personal: Record<string, PersonalValues> = {};
  const sealed = changes.map((change) => {
    if (!change.personal) return change;
    const { field, personal: _mark, ...values } = change;
    const beside = { salt: newSalt(), ...values };
    personal[field] = beside;
    return { field, personal: true, digest: digestOf(field, beside) } as const;
  });
  const linked = { ...entry, changes: sealed, previous };
  return {
    ...linked,
    hash: linkOf(tenantId, linked),
    ...(Object.keys(personal).length === 0 ? {} : { personal }),
  };
};

/** The changes with their values put back, those of personal fields as far as they have not been erased. */
export const openChanges = ({ changes, personal = {} }: Pick<SealedEntry, 'changes' | 'personal'>): Change[] =>
  changes.map((change) => {
    if (!isSealed(change)) return change;
    const { salt: _salt, ...values } = personal[change.field] ?? { salt: '' };
    return { field: change.field, ...values, personal: true };
  });

/** The personal field whose values are not those that the chain is bound to, if there is one. Erased values are fine. */
export const alteredPersonal = ({
  changes,
  personal = {},
}: Pick<SealedEntry, 'changes' | 'personal'>): string | undefined => {
  const sealed = new Map(changes.filter(isSealed).map(({ field, digest }) => [field, digest]));
  return Object.entries(personal).find(([field, values]) => sealed.get(field) !== digestOf(field, values))?.[0];
};
