import { expect, it } from 'vitest';
// Alone and first: a program may begin with any module of the rules, also with this one.
import { readProfile } from '#shared/permit/redaction/stored-profile.ts';

it('the rules of a profile are read by a program that has loaded no records yet', () => {
  expect(readProfile('{}')).toMatchObject({ faults: [{ path: 'rules' }, { path: 'fileMetadata' }] });
});
