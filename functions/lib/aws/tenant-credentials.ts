import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { now } from './clock.ts';
import { perTenant } from './per-tenant.ts';

/** Keys that open one agency's data and no other's, as the SDK takes them. */
export interface TenantSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Until when they may sign: the session itself goes on for the life of the longest link. */
  readonly expiration: Date;
}

export type CredentialsFor = (tenantId: string) => Promise<TenantSession>;

/** Seconds: the most that STS gives to a role that assumes another one. */
const SESSION_SECONDS = 60 * 60;
/** Seconds: no presigned link lives longer. A link dies with the session that signed it. */
export const LONGEST_LINK_SECONDS = 15 * 60;
/** New keys are fetched this long before the old ones may sign no more: the SDK's own margin. */
const EARLY_MS = 5 * 60_000;

const assume = async (sts: STSClient, roleArn: string, tenantId: string): Promise<TenantSession> => {
  const { Credentials: keys } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: tenantId,
      DurationSeconds: SESSION_SECONDS,
      Tags: [{ Key: 'tenantId', Value: tenantId }],
    }),
  );
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = keys ?? {};
  if (keys?.Expiration === undefined || !accessKeyId || !secretAccessKey || !sessionToken)
    throw new Error('STS answered without credentials.');
  const expiration = new Date(keys.Expiration.getTime() - LONGEST_LINK_SECONDS * 1000);
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
};

/** One session at a time: whoever asks while it is being fetched waits for the same one. A failure is not kept. */
const renewing = (fetch: () => Promise<TenantSession>): (() => Promise<TenantSession>) => {
  let held: TenantSession | undefined;
  let underWay: Promise<TenantSession> | undefined;
  const renew = async () => {
    try {
      return (held = await fetch());
    } finally {
      underWay = undefined;
    }
  };
  return async () =>
    held !== undefined && held.expiration.getTime() - Date.parse(now()) > EARLY_MS ? held : (underWay ??= renew());
};

/**
 * The second fence (the first is tenantStore): even a wrong key in a request cannot reach another agency, since what
 * signs the request is a session tagged with the tenant, and the role's policy compares tag and key.
 */
export const tenantCredentials = (roleArn: string, sts = new STSClient({ maxAttempts: 3 })): CredentialsFor => {
  const sessionOf = perTenant((tenantId) => renewing(() => assume(sts, roleArn, tenantId)));
  return (tenantId) => sessionOf(tenantId)();
};
