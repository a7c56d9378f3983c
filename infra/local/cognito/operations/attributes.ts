import { z } from 'zod';
import { attributeList, checkWritable, withAttributes } from '../attributes.ts';
import { delivery, sendCode } from '../messages.ts';
import { hashSecret, matchesSecret, sixDigits } from '../password.ts';
import type { PoolPlan } from '../plan.ts';
import { CognitoProblem, codeMismatch, limitExceeded } from '../problem.ts';
import { findUser, metadata, operation, saveUser, userOf, type Operations, type Service } from '../service.ts';
import { bearer, type Bearer } from '../tokens.ts';

const codeLives = 24 * 3_600_000;
const triesPerCode = 5;

export function mustBeFree(service: Service, pool: PoolPlan, email: string, sub: string): void {
  const other = findUser(service, pool, email);
  if (other && other.sub !== sub)
    throw new CognitoProblem('AliasExistsException', 'An account with the given email already exists.');
}

const byToken = z.object({ AccessToken: z.string() });
const change = byToken.extend({ UserAttributes: attributeList, ClientMetadata: metadata });

/** A new address gets a code. Where the pool keeps the original, the old one stays until the code has come back. */
const update = operation(change, async (service, input) => {
  const found = await bearer(service, input.AccessToken);
  const { pool, client, user } = found;
  checkWritable(client, input.UserAttributes);
  const attributes = withAttributes(pool, user.attributes, input.UserAttributes, false);
  const email = attributes['email'] ?? '';
  if (email === user.attributes['email']) {
    saveUser(service, { ...user, attributes });
    return { CodeDeliveryDetailsList: [] };
  }
  mustBeFree(service, pool, email, user.sub);
  const { email: heldEmail = '', email_verified: heldVerified = 'false' } = user.attributes;
  const kept = pool.keepsOriginal.includes('email') ? { email: heldEmail, email_verified: heldVerified } : {};
  saveUser(service, { ...user, attributes: { ...attributes, ...kept } });
  await sendEmailCode(service, found, email, input.ClientMetadata);
  return { CodeDeliveryDetailsList: [delivery(email).CodeDeliveryDetails] };
});

async function sendEmailCode(
  service: Service,
  { pool, client, user }: Bearer,
  email: string,
  clientMetadata: z.output<typeof metadata>,
): Promise<void> {
  const code = sixDigits();
  const codeHash = await hashSecret(code);
  const expiresAt = service.now().getTime() + codeLives;
  const current = userOf(service, pool, user.sub);
  const saved = saveUser(service, { ...current, newEmail: { email, codeHash, expiresAt, failures: 0 } });
  const letter = { source: 'CustomMessage_UpdateUserAttribute', code, clientId: client.id, clientMetadata } as const;
  await sendCode(service, pool, saved, { ...letter, to: email });
}

const proof = byToken.extend({ AttributeName: z.literal('email'), Code: z.string().min(1) });
const noCode = () => new CognitoProblem('ExpiredCodeException', 'Invalid code provided, please request a code again.');

const verify = operation(proof, async (service, input) => {
  const { pool, user } = await bearer(service, input.AccessToken);
  const { newEmail } = user;
  if (!newEmail || service.now().getTime() >= newEmail.expiresAt) throw noCode();
  if (newEmail.failures >= triesPerCode) throw limitExceeded();
  // Counted before it is judged: parallel guesses get no more tries than patient ones.
  saveUser(service, { ...user, newEmail: { ...newEmail, failures: newEmail.failures + 1 } });
  if (!(await matchesSecret(input.Code, newEmail.codeHash))) throw codeMismatch();
  const current = userOf(service, pool, user.sub);
  if (current.newEmail?.codeHash !== newEmail.codeHash) throw noCode();
  mustBeFree(service, pool, newEmail.email, user.sub);
  const attributes = { ...current.attributes, email: newEmail.email, email_verified: 'true' };
  saveUser(service, { ...current, attributes, newEmail: undefined });
  return {};
});

/** What a person changes of the own account, by the access token alone. */
export const attributeOperations: Operations = { UpdateUserAttributes: update, VerifyUserAttribute: verify };
