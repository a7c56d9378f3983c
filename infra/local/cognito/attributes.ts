import { z } from 'zod';
import type { AttributePlan, ClientPlan, PoolPlan } from './plan.ts';
import { invalidParameter, notAuthorized } from './problem.ts';
import type { User } from './records.ts';

export const attributeList = z.array(
  z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).optional() }),
);
export type AttributeList = z.infer<typeof attributeList>;

const standard = `address birthdate email email_verified family_name gender given_name locale middle_name name nickname
  phone_number phone_number_verified picture preferred_username profile updated_at website zoneinfo`.split(/\s+/);

const fullName = ({ name }: AttributePlan) =>
  name.startsWith('custom:') || standard.includes(name) ? name : `custom:${name}`;

/** The standard attributes are in every pool, mutable unless the plan says otherwise. */
export function schemaOf(pool: PoolPlan): AttributePlan[] {
  const planned = pool.attributes.map((attribute) => ({ ...attribute, name: fullName(attribute) }));
  const rest = standard.filter((name) => !planned.some((attribute) => attribute.name === name));
  return [...planned, ...rest.map((name) => ({ name, mutable: true, required: false }))];
}

/** Immutable attributes may be set once, with the account; after that nobody may change them. */
export function withAttributes(pool: PoolPlan, held: Record<string, string>, given: AttributeList, creating: boolean) {
  const schema = schemaOf(pool);
  const next = { ...held };
  for (const { Name: name, Value: value = '' } of given) {
    const plan = schema.find((attribute) => attribute.name === name);
    if (!plan) throw invalidParameter(`user.${name}: Attribute does not exist in the schema.`);
    if (!plan.mutable && !creating) throw invalidParameter(`user.${name}: Attribute cannot be updated.`);
    if (name === 'email' && !isEmail(value)) throw invalidParameter('Invalid email address format.');
    next[name] = value;
  }
  const moved = next['email'] !== held['email'];
  const vouched = given.some(({ Name: name }) => name === 'email_verified');
  if (moved && !vouched) next['email_verified'] = 'false';
  // As in Cognito, an empty value takes the attribute away.
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
}

export function checkWritable(client: ClientPlan, given: AttributeList): void {
  const refused = given.some(({ Name: name }) => client.writeAttributes && !client.writeAttributes.includes(name));
  if (refused) throw notAuthorized('A client attempted to write unauthorized attribute');
}

export const isEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

export const missingRequired = (pool: PoolPlan, held: Record<string, string>) =>
  schemaOf(pool)
    .filter(({ name, required }) => required && held[name] === undefined)
    .map(({ name }) => name);

export const listed = (user: User) =>
  Object.entries({ ...user.attributes, sub: user.sub }).map(([Name, Value]) => ({ Name, Value }));

/** What triggers are shown: the attributes, and the status under its Cognito name. */
export const shownToTriggers = (user: User) => ({
  sub: user.sub,
  'cognito:user_status': user.status,
  ...user.attributes,
});
