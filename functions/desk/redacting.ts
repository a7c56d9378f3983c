import { fromItem } from '#functions/lib/store/index.ts';
import { missing, permit, type Deed } from '#functions/lib/usecases/deed.ts';
import { readItem } from '#functions/lib/usecases/records.ts';
import type { Preview, PreviewedFile, Redactions } from '#shared/permit/desk.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored } from '#shared/model/record.ts';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { faultsOf } from '#shared/permit/redaction/public-by-rule.ts';
import { Redactor } from '#shared/permit/redaction/redactor.ts';
import { records } from '#shared/records/index.ts';
import { shown } from '#shared/derive/shown.ts';
import type { RedactionSet } from '#shared/permit/redaction/redaction-set.ts';
import { choosable, openRequestOf } from './choosing.ts';
import { request } from './keeping.ts';

/** Files on one record that a preview names; an agency's record has a few. */
const MOST_FILES = 100;

/** A preview shows no files' content, so it needs no ground for what is hidden in them. */
const notShown = { exemption: { code: 'file data', citation: 'not set' }, reason: 'Not part of a preview.' };
const profileOf = ({ rules, ordinary, fileMetadata = notShown }: RedactionSet): Profile => ({
  rules,
  ordinary,
  fileMetadata,
});

export const redactionsOf = async (deed: Deed, requestId: string): Promise<Redactions> => {
  permit(deed, request, 'update');
  await readItem(deed, request, requestId);
  return deed.store.desk.redactions(requestId);
};

/** Sets what is removed for a request; never what the law holds public. */
export const setRedactions = async (deed: Deed, requestId: string, version: number, set: RedactionSet) => {
  await openRequestOf(deed, requestId);
  const faults = faultsOf(profileOf(set));
  if (faults.length > 0) throw new Problem('invalid', faults[0]?.message ?? 'A rule does not fit.', faults);
  return deed.store.desk.putRedactions(requestId, version, set, { memberId: deed.principal.memberId, at: deed.by.at });
};

const previewOfFile = (redactor: Redactor, { id, values }: Stored): PreviewedFile => {
  const { fileName, contentType, bytes, state } = values as {
    fileName: string;
    contentType: string;
    bytes: number;
    state: string;
  };
  const rule = redactor.withheldFile(id, contentType);
  return {
    id,
    fileName,
    copyName: redactor.fileName(fileName),
    contentType,
    bytes,
    state,
    ...(rule && { withheld: { ...rule.exemption, reason: rule.reason } }),
  };
};

/** One record as it is and as it would go out. What other records lose is removed here only when the copy is made. */
export const previewRecord = async (
  deed: Deed,
  requestId: string,
  recordType: string,
  id: string,
): Promise<Preview> => {
  const redactions = await redactionsOf(deed, requestId);
  const record = choosable(recordType, deed);
  const item = await deed.store.get(record, id);
  if (item === undefined) throw missing(record);
  const redactor = new Redactor(profileOf(redactions));
  const stored = shown(record, fromItem(record, item));
  const { copy, deletions, refusals } = redactor.record(record, stored);
  const { items, next } = await deed.store.list(records.attachment, { limit: MOST_FILES, by: 'onId', value: id });
  return {
    record: stored,
    ...(copy === undefined ? {} : { copy }),
    deletions,
    refusals,
    files: items.map((file) => previewOfFile(redactor, file)),
    moreFiles: next !== undefined,
  };
};
