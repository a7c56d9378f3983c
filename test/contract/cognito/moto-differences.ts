/** Where moto 5.2.5 is not what AWS documents, listed with the documents in ../differences.md. */
export const motoDifferences: Readonly<Record<string, readonly string[]>> = {
  'refuses a wrong password in other words': [
    'invitations > refuses the temporary password once another is chosen',
    'invitations > refuses a wrong temporary password',
    'signing in > says the same of a wrong password and of nobody',
    'signing in > refuses passwords against the policy that an administrator sets',
  ],
  'ties a session to nobody': [
    'invitations > refuses a new password with an invented session',
    'invitations > takes a session once',
    'invitations > does not take the session of one person from another',
    'invitations > ends a challenge when the password behind it is replaced',
    'signing in > refuses to end a sign-in that began before the account was disabled',
  ],
  'tells addresses apart by their case': [
    'invitations > refuses a second account for one address in another case',
    'signing in > takes the address in any case',
  ],
  'invites whatever the password or the state': [
    'invitations > refuses a temporary password against the policy',
    'invitations > sends no second invitation to a member',
  ],
  'leaves claims out of its tokens and has one lifetime for all': [
    'signing in > gives tokens that the product’s own verifier takes',
    'signing in > gives tokens for as long as the client says',
    'signing in > says in a token which sign-in it came from',
  ],
  'asks for no secret hash': [
    'signing in > lets nobody in without a secret hash',
    'signing in > wants the secret hash of the client, made for this user name',
  ],
  'offers every flow and self sign-up': [
    'signing in > offers no public flow USER_PASSWORD_AUTH',
    'signing in > offers no public flow USER_SRP_AUTH',
    'signing in > offers no public flow CUSTOM_AUTH',
    'signing in > has no self sign-up',
    'sessions > refuses REFRESH_TOKEN_AUTH where tokens rotate',
  ],
  'counts no guesses': ['signing in > counts guesses made at the same time'],
  'tells who has an account when a password is forgotten': [
    'forgotten passwords > pretends to send to an address that nobody has',
    'forgotten passwords > pretends to send to a disabled account',
    'forgotten passwords > takes no code for an address that nobody has',
    'forgotten passwords > takes no code for a disabled account',
    'forgotten passwords > gives an invited person no way round the temporary password',
  ],
  'has no GetTokensFromRefreshToken and no RevokeToken': [
    'sessions > replaces the refresh token with each use and keeps the time of sign-in',
    'sessions > refreshes nothing without the client secret or with an invented token',
    'sessions > revokes a refresh token with every token that came from it, before and after',
    'sessions > revokes no access token and nothing without the client secret',
    'sessions > ends with a global sign-out',
    'sessions > ends with disabling',
    'sessions > ends with deletion',
    'sessions > stays ended when a disabled account is enabled again',
  ],
  'refuses a foreign token in other words': ['sessions > knows nobody by a forged, foreign or expired token'],
  'writes any attribute': [
    'accounts > refuses to move an account to another tenant',
    'accounts > refuses attributes it does not know',
    'accounts > refuses to change the sub',
    'addresses > lets nobody change the tenant',
  ],
  'holds a changed address for verified': [
    'accounts > holds a new address for unverified, and knows the old one no more',
  ],
  'takes any code of an authenticator app': [
    'authenticator apps > is enrolled with a code of its secret, and no other',
  ],
};
