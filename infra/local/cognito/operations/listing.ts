import { z } from 'zod';
import { invalidParameter } from '../problem.ts';
import type { User } from '../records.ts';
import { inPool, operation, poolOf, type Operations } from '../service.ts';
import { userType } from './accounts.ts';

const searchable: Record<string, (user: User) => string | undefined> = {
  sub: (user) => user.sub,
  username: (user) => user.sub,
  email: (user) => user.attributes['email'],
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
  name: (user) => user.attributes['name'],
  given_name: (user) => user.attributes['given_name'],
  family_name: (user) => user.attributes['family_name'],
  preferred_username: (user) => user.attributes['preferred_username'],
};

/** `email = "x"` or `email ^= "x"` (begins with); custom attributes cannot be searched, as in Cognito. */
function matcher(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter === '') return () => true;
  const [, name = '', sign, value = ''] = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  const read = searchable[name];
  if (!read) throw invalidParameter(`Error while parsing filter: ${filter}`);
  const wanted = value.replaceAll(/\\(.)/g, '$1');
  return (user) => {
    const held = read(user) ?? '';
    return sign === '=' ? held === wanted : held.startsWith(wanted);
  };
}

const listing = inPool.extend({
  Filter: z.string().max(256).optional(),
  Limit: z.number().int().min(1).max(60).default(60),
  PaginationToken: z.string().optional(),
  AttributesToGet: z.array(z.string()).optional(),
});

/** The token is the sub of the last user shown: people who come and go between two pages move nobody else. */
function after(token: string | undefined): (user: User) => boolean {
  if (token === undefined) return () => true;
  const last = Buffer.from(token, 'base64url').toString();
  if (!/^[0-9a-f-]{36}$/.test(last)) throw invalidParameter('Invalid pagination token.');
  return (user) => user.sub > last;
}

export const listingOperations: Operations = {
  ListUsers: operation(listing, (service, input) => {
    const pool = poolOf(service, input.UserPoolId);
    const [matches, follows] = [matcher(input.Filter), after(input.PaginationToken)];
    const users = service.users
      .values()
      .filter((user) => user.poolId === pool.id && matches(user) && follows(user))
      .sort((one, other) => (one.sub < other.sub ? -1 : 1));
    const shown = users.slice(0, input.Limit).map(userType);
    const wanted = input.AttributesToGet;
    const last = shown.at(-1);
    return {
      Users: shown.map((user) => ({
        ...user,
        Attributes: wanted ? user.Attributes.filter(({ Name }) => wanted.includes(Name)) : user.Attributes,
      })),
      ...(last && users.length > shown.length
        ? { PaginationToken: Buffer.from(last.Username).toString('base64url') }
        : {}),
    };
  }),
};
