/** Where moto 5.2.5 is not what AWS documents, listed with the documents in ../differences.md. */
export const motoDifferences: Readonly<Record<string, readonly string[]>> = {
  'takes any duration and any session name up to 64 characters': [
    'refusals > meet less than 15 minutes',
    'refusals > meet more than 12 hours',
    'refusals > meet a session name of one character',
    'refusals > meet a session name with a space',
  ],
  'reads no session tags': [
    'refusals > meet a tag key of 129 characters',
    'refusals > meet a tag value of 257 characters',
    'refusals > meet more than 50 tags',
    'refusals > meet one tag key twice',
    'refusals > meet two tag keys that differ in case alone',
    'refusals > meet a tag in AWS’s own name',
  ],
  'reads no trust policy': ['refusals > meet whoever assumes a role without the tag that its trust asks for'],
};
