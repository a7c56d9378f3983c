/** Most characters of an address: an account goes by it, and Cognito takes no longer name. */
export const MAX_EMAIL = 128;
