import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ClientPlan } from './plan.ts';
import { notAuthorized } from './problem.ts';

export function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

export const secretHash = (secret: string, username: string, clientId: string) =>
  createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64');

export function checkSecretHash(client: ClientPlan, username: string, given: string | undefined): void {
  if (client.secret === undefined) return;
  if (given === undefined)
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  if (!sameText(secretHash(client.secret, username, client.id), given))
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}
