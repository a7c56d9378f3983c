/** Characters of a profile's rules, which are one text of its record. */
export const MAX_PROFILE_TEXT = 60_000;
