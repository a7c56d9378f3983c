import { profileSchema, type Profile } from './profile.ts';
import { faultsOf, type ProfileFault } from './public-by-rule.ts';

/** A profile as text, the way its record keeps it. */
export const profileText = (profile: Profile): string => JSON.stringify(profile);

const unreadable = { path: '', message: 'These rules cannot be read. Open the profile and save it again.' };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The profile that a text holds, or what is wrong with it: its form, or that it would withhold what is public by rule. */
export const readProfile = (
  text: string,
): { readonly profile: Profile } | { readonly faults: readonly ProfileFault[] } => {
  const value = parsed(text);
  if (value === undefined) return { faults: [unreadable] };
  const read = profileSchema.safeParse(value);
  if (!read.success)
    return { faults: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
  const faults = faultsOf(read.data);
  return faults.length > 0 ? { faults } : { profile: read.data };
};
