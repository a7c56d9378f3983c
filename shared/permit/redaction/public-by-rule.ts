import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import type { Profile, Rule } from './profile.ts';

/**
 * Permit data and effluent data cannot be withheld (Clean Water Act section 308(b), 33 U.S.C. 1318(b); 40 CFR 122.7(b)).
 * Which fields hold such facts is said where they are declared (`publicByRule`).
 */
export const PUBLIC_BY_RULE = 'public by rule (33 U.S.C. 1318(b), 40 CFR 122.7)';

export const isPublic = (record: AnyRecordType, field: string): boolean =>
  fieldsOf(record)[field]?.publicByRule === true;

const publicFields = (record: AnyRecordType): string[] =>
  Object.entries(fieldsOf(record)).flatMap(([, field]) => (field.publicByRule ? [field.label] : []));

const faultOfType = (name: string): { record: AnyRecordType } | { fault: string } => {
  const record = recordNamed(name);
  return record ? { record } : { fault: `There are no records of type ${name}.` };
};

const faultsOfRule = (rule: Rule): string[] => {
  if (rule.kind !== 'records' && rule.kind !== 'fields') return [];
  const known = faultOfType(rule.recordType);
  if ('fault' in known) return [known.fault];
  const { record } = known;
  if (rule.kind === 'records') {
    const facts = publicFields(record);
    return facts.length === 0
      ? []
      : [`${record.label.many} cannot be withheld whole: ${facts.join(', ')} is ${PUBLIC_BY_RULE}.`];
  }
  return rule.fields.flatMap((name) => {
    const field = fieldsOf(record)[name];
    if (field === undefined) return [`${record.label.many} have no field ${name}.`];
    return field.publicByRule
      ? [`${field.label} (${record.label.many}) cannot be withheld: it is ${PUBLIC_BY_RULE}.`]
      : [];
  });
};

export interface ProfileFault {
  /** Such as `rules.2`. */
  readonly path: string;
  readonly message: string;
}

/** What no schema can say: that the rules name what there is, and nothing that the law holds public. */
export const faultsOf = (profile: Profile): ProfileFault[] => {
  const ids = profile.rules.map(({ id }) => id);
  return profile.rules.flatMap((rule, index) => [
    ...faultsOfRule(rule).map((message) => ({ path: `rules.${index}`, message })),
    ...(ids.indexOf(rule.id) === index
      ? []
      : [{ path: `rules.${index}.id`, message: 'Another rule has the same name.' }]),
  ]);
};
