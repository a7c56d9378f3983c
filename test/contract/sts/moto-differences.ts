/** The tests on which moto 5.2.5 differs from the API Reference, with what it does: asked of the local STS only. */
const unchecked = 'checks no such bound';

export const differing: Readonly<Record<string, string>> = {
  'refuses a life under 15 minutes': unchecked,
  'refuses a life above 12 hours': unchecked,
  'refuses a session name of one letter': unchecked,
  'refuses a session name with a space': unchecked,
  'refuses a tag value above 256 letters': unchecked,
};
