import type { Kind } from '#functions/lib/store/index.ts';

/** What an archive of an agency does with something that the agency has. */
type Decision =
  /** It is in these files, and an agency that is filled from them has it again. */
  | { readonly how: 'restored'; readonly in: string; readonly but?: string }
  /** It is in these files for people and programs to read; filling an agency leaves it aside. */
  | { readonly how: 'for reading'; readonly in: string; readonly why: string }
  | { readonly how: 'left out'; readonly why: string };

const undone = 'Serves to take an import back, and to mend its file. An import is taken back where it was made.';

export const kindsInArchive: Readonly<Record<Kind, Decision>> = {
  record: { how: 'restored', in: 'records/' },
  audit: {
    how: 'restored',
    in: 'audit/',
    but: 'Under a chain of the new agency; the chain that the entries had can still be proven.',
  },
  tenant: { how: 'restored', in: 'agency.json', but: 'Settings; neither a suspension nor a closing of the account.' },
  member: {
    how: 'restored',
    in: 'agency.json',
    but: 'As former members, by name and role: nothing to reach them by or to sign in with.',
  },
  retention: {
    how: 'restored',
    in: 'retention.json',
    but: 'With legal holds, lifted ones too, and the log of changes.',
  },
  chosen: { how: 'restored', in: 'desk/' },
  redactions: { how: 'restored', in: 'desk/' },
  release: { how: 'restored', in: 'desk/' },
  importMapping: { how: 'restored', in: 'mappings.ndjson' },
  job: {
    how: 'restored',
    in: 'jobs/',
    but: 'Disposals that were decided, with their certificates. What was imported and exported is there for reading: the files of those jobs have expired or will. What was not over is left out: disposals are proposed anew.',
  },
  importBefore: { how: 'left out', why: undone },
  importError: { how: 'left out', why: undone },
  importReading: { how: 'left out', why: undone },
  access: {
    how: 'left out',
    why: 'Says from which addresses people signed in, and is kept for a limited time only. It is downloaded by itself, under access events.',
  },
  mailed: { how: 'left out', why: 'Keeps a notice from being mailed twice, for a year. It tells nothing else.' },
  session: { how: 'left out', why: 'Who is signed in, on which device. Nobody is, in another agency.' },
};

export const bucketsInArchive = {
  attachments: { how: 'restored', in: 'attachments/' },
  releases: { how: 'restored', in: 'releases/' },
  quarantine: { how: 'left out', why: 'Files that were not checked yet. They are uploaded again.' },
  exports: { how: 'left out', why: 'Copies of what is here. They expire.' },
  archive: {
    how: 'left out',
    why: 'Nobody can move or delete what is locked there. The audit entries themselves are in audit/, with their hashes.',
  },
} as const satisfies Readonly<Record<string, Decision>>;

const accounts: Decision = { how: 'left out', why: 'Passwords and sign-in codes stay with the user pool.' };

/** For the manifest: each kind of thing, and nothing is missing without a word. */
export const archiveContents = () => [
  ...Object.entries({ ...kindsInArchive, accounts }).map(([kind, decision]) => ({ kind, ...decision })),
  ...Object.entries(bucketsInArchive).map(([bucket, decision]) => ({ kind: `files: ${bucket}`, ...decision })),
];
