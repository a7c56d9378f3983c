import { memberStepsWhileClosing } from '#shared/permit/closing.ts';
import type { Account, AccountVerb } from '#web/data/administration.ts';

export type Step = AccountVerb | 'role';

/** The steps that make sense for this account at the moment. Nobody changes an own role. */
export const stepsFor = (
  { status, mfa, id, lockedUntil }: Pick<Account, 'status' | 'mfa' | 'id' | 'lockedUntil'>,
  { memberId, closing }: { readonly memberId: string; readonly closing: boolean },
): readonly Step[] => {
  if (status === 'removed') return [];
  const steps: Step[] = [
    ...(lockedUntil === undefined ? [] : (['unlock'] as const)),
    ...(id === memberId ? [] : (['role'] as const)),
    ...(status === 'invited' ? (['resend'] as const) : []),
    ...(mfa ? (['reset-mfa'] as const) : []),
    ...(status === 'inactive' ? (['reactivate'] as const) : (['deactivate'] as const)),
    'remove',
  ];
  return closing ? steps.filter((step) => memberStepsWhileClosing.includes(step)) : steps;
};
