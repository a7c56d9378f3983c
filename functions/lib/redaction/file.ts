import type { Deletion } from '#shared/permit/redaction/deletion.ts';
import type { Exemption } from '#shared/permit/redaction/exemption.ts';
import type { Profile, Rule, RuleOf } from '#shared/permit/redaction/profile.ts';
import { ruleForFile } from '#shared/permit/redaction/field-rules.ts';
import { CannotClean } from './cannot-clean.ts';
import { redactPdf } from './pdf.ts';
import { pagesOf } from './pdfium.ts';
import { redactPicture } from './picture.ts';
import { shareOf } from './pixels.ts';

export interface FileAsked {
  /** The id of the file's own record. */
  readonly id: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface RedactedFile {
  /** Absent when the file is withheld; then `slip` says so in its place. */
  readonly bytes?: Uint8Array;
  readonly slip?: string;
  readonly deletions: readonly Deletion[];
}

const PDF = 'application/pdf';
const names: Readonly<Record<string, string>> = { [PDF]: 'PDF document' };
const nameOf = (contentType: string) => names[contentType] ?? 'picture';

type Ground = Pick<Rule, 'exemption' | 'reason'> & { readonly id: string };

const note = ({ id }: FileAsked, kind: Deletion['kind'], place: string, amount: string, ground: Ground): Deletion => ({
  kind,
  recordType: 'attachment',
  recordId: id,
  place,
  amount,
  rule: ground.id,
  exemption: ground.exemption,
  reason: ground.reason,
});

const slipOf = (amount: string, { code, citation }: Exemption, reason: string): string =>
  `[REDACTED ${amount}; ${code}]\n\nThis file is withheld whole.\nExemption: ${code}, ${citation}\nReason: ${reason}\n`;

const withheld = async (file: FileAsked, ground: Ground, because?: string): Promise<RedactedFile> => {
  const pages = file.contentType === PDF ? await pagesOf(file.bytes) : undefined;
  const amount = `whole file, ${nameOf(file.contentType)}${pages === undefined ? '' : `, ${pages} pages`}`;
  const reason = because === undefined ? ground.reason : `${ground.reason} ${because}`;
  return {
    slip: slipOf(amount, ground.exemption, reason),
    deletions: [note(file, 'file', 'File', amount, { ...ground, reason })],
  };
};

const isAreas = (rule: Rule): rule is RuleOf<'areas'> => rule.kind === 'areas';

const areaNotes = (file: FileAsked, rules: readonly RuleOf<'areas'>[]): Deletion[] =>
  rules.flatMap((rule) =>
    rule.areas.map((area, n) => {
      const where = file.contentType === PDF ? `Page ${area.page ?? 1}` : 'Picture';
      return note(file, 'area', `${where}, area ${n + 1} of ${rule.areas.length}`, shareOf(area), rule);
    }),
  );

const rewritten = async (file: FileAsked, rules: readonly RuleOf<'areas'>[], beat: () => Promise<void>) => {
  const areas = rules.flatMap((rule) => rule.areas);
  if (file.contentType !== PDF) {
    const { bytes, cleared } = await redactPicture(file.contentType, file.bytes, areas);
    return { bytes, amount: `data about the picture${cleared ? ', colours under its see-through parts' : ''}` };
  }
  const { bytes, pages } = await redactPdf(file.bytes, areas, beat);
  return { bytes, amount: `text layer and data about the document, ${pages} pages` };
};

/**
 * A photo or document as it may leave: pictures without the data beside their pixels, PDFs as pictures of their pages,
 * marked areas black in either. What cannot be made so is withheld, never passed on as it is.
 */
export const redactFile = async (
  profile: Profile,
  file: FileAsked,
  beat: () => Promise<void> = () => Promise.resolve(),
): Promise<RedactedFile> => {
  const rule = ruleForFile(profile, file.id, file.contentType);
  if (rule) return withheld(file, rule);
  const hidden = { id: 'file-metadata', ...profile.fileMetadata };
  const marked = profile.rules.filter(isAreas).filter(({ file: id }) => id === file.id);
  try {
    const { bytes, amount } = await rewritten(file, marked, beat);
    return {
      bytes,
      deletions: [note(file, 'hidden', 'Hidden data', amount, hidden), ...areaNotes(file, marked)],
    };
  } catch (error) {
    if (!(error instanceof CannotClean)) throw error;
    return withheld(file, marked[0] ?? hidden, error.message);
  }
};
