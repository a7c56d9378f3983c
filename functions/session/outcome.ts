import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly expiresInSeconds: number;
}

/** What Cognito may ask before it gives tokens, and how we name it towards the browser. */
export const challengeNames = { NEW_PASSWORD_REQUIRED: 'newPassword', SOFTWARE_TOKEN_MFA: 'code' } as const;
export type ChallengeName = keyof typeof challengeNames;

export interface Challenge {
  readonly kind: ChallengeName;
  /** Cognito's own handle on the half-done sign-in; lives three minutes. */
  readonly session: string;
}

export type Outcome = Tokens | Challenge;
export const isChallenge = (found: Outcome): found is Challenge => 'kind' in found;

interface Answered {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
  readonly ChallengeName?: string | undefined;
  readonly Session?: string | undefined;
}

export const tokensOf = (result: AuthenticationResultType | undefined): Tokens | undefined =>
  result?.AccessToken !== undefined && result.RefreshToken !== undefined
    ? { access: result.AccessToken, refresh: result.RefreshToken, expiresInSeconds: result.ExpiresIn ?? 900 }
    : undefined;

export const outcome = ({ AuthenticationResult, ChallengeName, Session }: Answered): Outcome | undefined => {
  if (ChallengeName === undefined) return tokensOf(AuthenticationResult);
  if (!Object.hasOwn(challengeNames, ChallengeName) || Session === undefined)
    throw new Error(`The user pool asks for ${ChallengeName}, which this sign-in does not know.`);
  return { kind: ChallengeName as ChallengeName, session: Session };
};
