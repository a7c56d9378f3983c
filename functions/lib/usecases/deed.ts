import type { TenantStore } from '#functions/lib/store/index.ts';
import type { Provenance } from '#functions/lib/store/index.ts';
import type { Principal } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import { allowed, isTheirs, mayDo, ownWorkSentence } from '#shared/derive/access.ts';
import type { Duty } from '#shared/model/duty.ts';
import type { Action, AnyRecordType, Stored } from '#shared/model/record.ts';

/** What every use case is given first: the agency's store, who acts, and the provenance to write down. */
export interface Deed {
  readonly store: TenantStore;
  readonly principal: Principal;
  readonly by: Provenance;
}

export const permit = (deed: Deed, record: AnyRecordType, action: Action): void => {
  if (!allowed(record, deed.principal.role, action))
    throw new Problem('forbidden', `Your role may not ${words[action]} ${record.label.many.toLowerCase()}.`);
};

export const permitDuty = (deed: Deed, duty: Duty): void => {
  if (!mayDo(deed.principal.role, duty)) throw new Problem('forbidden', 'Your role does not allow this.');
};

/** Inspectors work on what is theirs; a colleague's record they read. */
export const permitOn = (
  deed: Deed,
  record: AnyRecordType,
  stored: Stored,
  verb: 'change' | 'close' | 'sign off' = 'change',
): void => {
  if (!isTheirs(record, deed.principal, stored)) throw new Problem('forbidden', ownWorkSentence(record, verb));
};

const words = { read: 'see', create: 'add', update: 'change', archive: 'archive' } as const;

export const missing = (record: AnyRecordType): Problem =>
  new Problem('not-found', `There is no such ${record.label.one.toLowerCase()} in your agency.`);
