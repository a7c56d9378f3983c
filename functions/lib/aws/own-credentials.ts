import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * A function's own credentials, which Lambda puts into its environment. Bundled in place of the SDK's chain, which also
 * knows profiles, single sign-on and instance metadata.
 */
export const defaultProvider = fromEnv;
