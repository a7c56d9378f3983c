import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { attributeList, isEmail, listed, withAttributes, type AttributeList } from '../attributes.ts';
import { sendCode } from '../messages.ts';
import { checkPolicy, hashSecret, temporaryPassword } from '../password.ts';
import type { PoolPlan } from '../plan.ts';
import { CognitoProblem, invalidParameter } from '../problem.ts';
import type { User } from '../records.ts';
import {
  findUser,
  metadata,
  onUser,
  operation,
  poolOf,
  revokeAll,
  saveUser,
  userOf,
  type Operations,
  type Service,
} from '../service.ts';
import { mustBeFree } from './attributes.ts';

const seconds = (milliseconds: number) => milliseconds / 1000;
const dated = (user: User) => ({
  UserCreateDate: seconds(user.createdAt),
  UserLastModifiedDate: seconds(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});

export const userType = (user: User) => ({ Username: user.sub, Attributes: listed(user), ...dated(user) });

export const mfaShown = (user: User) => ({
  ...(user.totp?.enabled ? { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] } : {}),
  ...(user.totp?.enabled && user.totp.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
});

function newUser(service: Service, pool: PoolPlan, username: string, given: AttributeList): User {
  if (!isEmail(username)) throw invalidParameter('Username should be an email.');
  const attributes = withAttributes(pool, { email: username }, given, true);
  if (attributes['email']?.toLowerCase() !== username.toLowerCase())
    throw invalidParameter('The email attribute differs from the user name, which is the e-mail address here.');
  const at = service.now().getTime();
  return {
    sub: randomUUID(),
    poolId: pool.id,
    attributes: { email_verified: 'false', ...attributes },
    enabled: true,
    status: 'FORCE_CHANGE_PASSWORD',
    createdAt: at,
    modifiedAt: at,
    resetRequests: [],
  };
}

function resendable(found: User | undefined): User {
  if (!found) throw new CognitoProblem('UserNotFoundException', 'User does not exist.');
  if (found.status === 'FORCE_CHANGE_PASSWORD') return found;
  const message = `Resend not possible. ${found.sub} status is not FORCE_CHANGE_PASSWORD`;
  throw new CognitoProblem('UnsupportedUserStateException', message);
}

const creation = onUser.extend({
  TemporaryPassword: z.string().max(256).optional(),
  UserAttributes: attributeList.default([]),
  MessageAction: z.enum(['SUPPRESS', 'RESEND']).optional(),
  ClientMetadata: metadata,
});

const adminCreateUser = operation(creation, async (service, input) => {
  const pool = poolOf(service, input.UserPoolId);
  const taken = () => {
    if (findUser(service, pool, input.Username) && input.MessageAction !== 'RESEND')
      throw new CognitoProblem('UsernameExistsException', 'User account already exists');
  };
  taken();
  const base =
    input.MessageAction === 'RESEND'
      ? resendable(findUser(service, pool, input.Username))
      : newUser(service, pool, input.Username, input.UserAttributes);
  const code = input.TemporaryPassword ?? temporaryPassword(pool.policy);
  checkPolicy(pool.policy, code);
  const passwordHash = await hashSecret(code);
  taken();
  const user = saveUser(service, { ...base, passwordHash, temporaryUntil: temporaryUntil(service, pool) });
  if (input.MessageAction !== 'SUPPRESS')
    await sendCode(service, pool, user, {
      source: 'CustomMessage_AdminCreateUser',
      code,
      clientMetadata: input.ClientMetadata,
    });
  return { User: userType(user) };
});

export const temporaryUntil = (service: Service, pool: PoolPlan) =>
  service.now().getTime() + pool.temporaryPasswordDays * 24 * 3_600_000;

const adminUpdateUserAttributes = operation(onUser.extend({ UserAttributes: attributeList }), (service, input) => {
  const pool = poolOf(service, input.UserPoolId);
  const user = userOf(service, pool, input.Username);
  const attributes = withAttributes(pool, user.attributes, input.UserAttributes, false);
  mustBeFree(service, pool, attributes['email'] ?? '', user.sub);
  saveUser(service, { ...user, attributes });
  return {};
});

export const accountOperations: Operations = {
  AdminCreateUser: adminCreateUser,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,

  AdminGetUser: operation(onUser, (service, input) => {
    const user = userOf(service, poolOf(service, input.UserPoolId), input.Username);
    return { Username: user.sub, UserAttributes: listed(user), ...dated(user), ...mfaShown(user) };
  }),

  /** As in Cognito, switching an account off also ends what it was signed in to. */
  AdminDisableUser: operation(onUser, (service, input) => {
    const user = userOf(service, poolOf(service, input.UserPoolId), input.Username);
    saveUser(service, { ...user, enabled: false });
    revokeAll(service, user.sub);
    return {};
  }),

  AdminEnableUser: operation(onUser, (service, input) => {
    const user = userOf(service, poolOf(service, input.UserPoolId), input.Username);
    saveUser(service, { ...user, enabled: true });
    return {};
  }),

  AdminDeleteUser: operation(onUser, (service, input) => {
    const user = userOf(service, poolOf(service, input.UserPoolId), input.Username);
    service.users.delete(user.sub);
    revokeAll(service, user.sub);
    return {};
  }),

  AdminUserGlobalSignOut: operation(onUser, (service, input) => {
    revokeAll(service, userOf(service, poolOf(service, input.UserPoolId), input.Username).sub);
    return {};
  }),
};
