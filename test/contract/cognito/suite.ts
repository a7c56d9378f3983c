import { describe } from 'vitest';
import { accounts } from './accounts.ts';
import { addresses } from './addresses.ts';
import { authenticator } from './authenticator.ts';
import { invitations } from './invitations.ts';
import { resets } from './resets.ts';
import { sessions } from './sessions.ts';
import { signingIn } from './sign-in.ts';
import type { Given } from './subject.ts';

/** What the product relies on in a user pool, for any implementation of one. */
export function cognitoContract(given: Given): void {
  describe('invitations', () => invitations(given));
  describe('signing in', () => signingIn(given));
  describe('forgotten passwords', () => resets(given));
  describe('sessions', () => sessions(given));
  describe('accounts', () => accounts(given));
  describe('addresses', () => addresses(given));
  describe('authenticator apps', () => authenticator(given));
}
