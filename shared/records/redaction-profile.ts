import { optional, text } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators } from '../model/role.ts';
import { MAX_PROFILE_TEXT } from '../permit/redaction/profile-text.ts';
import { readProfile } from '../permit/redaction/stored-profile.ts';

/** The rules are one text: they make sense together only, and a change of one is a version of all. */
export const redactionProfile = recordType({
  name: 'redactionProfile',
  path: 'redaction-profiles',
  label: { one: 'Redaction profile', many: 'Redaction profiles' },
  about: 'What is taken out of copies for the public, each rule with its exemption, citation and reason.',
  shape: 1,
  fields: {
    name: text({ label: 'Name', max: 120 }),
    use: optional(text({ label: 'When to use it', max: 1000, long: true })),
    // Its terms are names of people.
    rules: text({ label: 'Rules', max: MAX_PROFILE_TEXT, long: true, personal: true }),
  },
  title: 'name',
  access: {
    read: ['viewer', ...coordinators],
    create: coordinators,
    update: coordinators,
    archive: coordinators,
  },
  form: [{ heading: 'Profile', fields: ['name', 'use', 'rules'] }],
  columns: ['name', 'use'],
  check: ({ rules }) => {
    const read = readProfile(rules);
    const faults = 'profile' in read ? [] : read.faults;
    return faults.map(({ path, message }) => ({
      field: 'rules' as const,
      message: path === '' ? message : `${path}: ${message}`,
    }));
  },
});
