import type { Profile, Rule } from '#shared/permit/redaction/profile.ts';
import type { Stored, Values } from '#shared/model/record.ts';

export const anExemption = { code: 'X-1', citation: 'Example Code 1.2(a)' } as const;
const said = { exemption: anExemption, reason: 'Privacy of a person who is not an official.' } as const;

// A rule is one of several kinds, which spreading a partial one would forget.
type Kind<R> = R extends Rule ? Omit<R, 'id' | 'exemption' | 'reason'> & { readonly id?: string } : never;
export const aRule = (rule: Kind<Rule>): Rule => ({ id: rule.kind, ...said, ...rule });

export const aProfile = (...rules: readonly Rule[]): Profile => ({
  rules: [...rules],
  ordinary: [],
  fileMetadata: { exemption: anExemption, reason: 'Hidden data is not part of what the record shows.' },
});

export const aStored = (values: Values, id = '0199b000-0000-7000-8000-00000000000a'): Stored => ({
  id,
  version: 1,
  shape: 1,
  createdAt: '2026-05-01T12:00:00Z',
  createdBy: '0199b000-0000-7000-8000-00000000ffff',
  updatedAt: '2026-05-01T12:00:00Z',
  updatedBy: '0199b000-0000-7000-8000-00000000ffff',
  values,
});
