import { describe, expect, it } from 'vitest';
import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { mayWhileClosing } from '#functions/lib/http/while-closing.ts';
import { stepsFor, type Step } from '#web/screens/members/steps-for.ts';

const account = { id: 'theirs', status: 'active', mfa: true, lockedUntil: '2026-11-25T12:00:00.000Z' } as const;
const asked = (closing: boolean) => ({ memberId: 'ours', closing });

const specOf: Readonly<Record<Step, keyof typeof adminSpecs>> = {
  role: 'change',
  resend: 'resend',
  deactivate: 'deactivate',
  reactivate: 'reactivate',
  remove: 'remove',
  unlock: 'unlock',
  'reset-mfa': 'resetMfa',
};

describe('the steps on a member', () => {
  it('are those that make sense for the account', () => {
    expect(stepsFor(account, asked(false))).toEqual(['unlock', 'role', 'reset-mfa', 'deactivate', 'remove']);
    expect(stepsFor({ ...account, status: 'removed' }, asked(false))).toEqual([]);
  });

  it('leave one’s own role alone', () => {
    expect(stepsFor({ ...account, id: 'ours' }, asked(false))).not.toContain('role');
  });

  it('are, while the account of the agency is being closed, those that the API still takes', () => {
    for (const status of ['active', 'inactive', 'invited'] as const) {
      const steps = stepsFor({ ...account, status }, asked(false));
      const taken = steps.filter((step) => mayWhileClosing(adminSpecs[specOf[step]]));
      expect(taken.length).toBeLessThan(steps.length);
      expect(stepsFor({ ...account, status }, asked(true))).toEqual(taken);
    }
  });
});
