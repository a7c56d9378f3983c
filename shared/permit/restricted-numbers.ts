/**
 * Numbers that have no place in stormwater records: nobody needs them to run a program, and a public-records request
 * would bring them to light. They are told by their form alone, so a match is a question to the writer, not a verdict.
 */
export type RestrictedNumber = 'socialSecurity' | 'paymentCard' | 'healthRecord';

export const restrictedLabels: Readonly<Record<RestrictedNumber, string>> = {
  socialSecurity: 'a Social Security number',
  paymentCard: 'a payment card number',
  healthRecord: 'a health record number',
};

/** Area, group and serial as the Social Security Administration issues them: no 000, 666 or 9xx area, no group 00, no serial 0000. */
const socialSecurity = /(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])/;
const namedSocialSecurity =
  /\b(?:ssn|social security)\b\D{0,20}(?!000|666|9)\d{3}[- ]?(?!00)\d{2}[- ]?(?!0000)\d{4}(?!\d)/i;

/** Begins as card networks' numbers do (ISO/IEC 7812: 3 to 6): 13 to 19 digits in one piece, or in the groups that cards show. */
const cardLike =
  /(?<![\w.-])(?:[3-6]\d{12,18}|[3-6]\d{3}([- ])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|3\d{3}([- ])\d{6}\2\d{5})(?![\w.-]\w)(?!\w)/g;

/** Medicare's identifier has one fixed form (CMS, "Understanding the Medicare Beneficiary Identifier format"); other records are told by the word before them. */
const medicare =
  /(?<![A-Za-z0-9])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![A-Za-z0-9])/;
const namedHealth =
  /\b(?:mrn|medical record|patient (?:id|no|number)|health (?:record|insurance|plan) (?:id|no|number))\b\D{0,12}\d{5,}/i;

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
export const checkDigitHolds = (digits: string): boolean => {
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, place) => {
      const value = digit * (place % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
};

const holdsCard = (text: string): boolean =>
  [...text.matchAll(cardLike)].some(([found]) => checkDigitHolds(found.replace(/\D/g, '')));

/** What kind of number a text seems to hold, if any. Linear in the length of the text. */
export const restrictedIn = (text: string): RestrictedNumber | undefined => {
  if (!/\d/.test(text)) return undefined;
  if (socialSecurity.test(text) || namedSocialSecurity.test(text)) return 'socialSecurity';
  if (holdsCard(text)) return 'paymentCard';
  return medicare.test(text) || namedHealth.test(text) ? 'healthRecord' : undefined;
};
