/** What the runner reads about a user pool from the synthesised template. Minutes, days and seconds as named. */
export interface PoolPlan {
  /** Shaped like a real id (`us-east-1_Local0001`): verifiers refuse anything else. */
  id: string;
  name: string;
  region: string;
  policy: PasswordPolicy;
  caseSensitive: boolean;
  /** Custom attributes with or without the `custom:` prefix (templates leave it out). */
  attributes: readonly AttributePlan[];
  adminCreateOnly: boolean;
  temporaryPasswordDays: number;
  /** Attributes whose old value stays until the new one is verified. */
  keepsOriginal: readonly string[];
  /** MfaConfiguration; absent means OFF, as in a template. ON (enrolment forced by Cognito) is not offered. */
  mfa?: 'OFF' | 'OPTIONAL';
  clients: readonly ClientPlan[];
  triggers: TriggerPlan;
}

export interface PasswordPolicy {
  minimumLength: number;
  requireLowercase: boolean;
  requireUppercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
}

export interface AttributePlan {
  name: string;
  mutable: boolean;
  required: boolean;
}

export interface ClientPlan {
  id: string;
  name?: string;
  secret?: string;
  /** ExplicitAuthFlows, as in the template: `ALLOW_ADMIN_USER_PASSWORD_AUTH`, … */
  authFlows: readonly string[];
  accessMinutes: number;
  idMinutes: number;
  refreshMinutes: number;
  rotation?: { graceSeconds: number };
  revocation: boolean;
  preventExistenceErrors: boolean;
  /** Absent: the client may write every attribute. */
  writeAttributes?: readonly string[];
}

/** Function names, as the runner's `trigger` callback takes them. */
export interface TriggerPlan {
  preTokenGeneration?: { functionName: string; version: 'V1_0' | 'V2_0' };
  preAuthentication?: string;
  postAuthentication?: string;
  customMessage?: string;
}

export const issuerOf = (pool: PoolPlan) => `https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`;
