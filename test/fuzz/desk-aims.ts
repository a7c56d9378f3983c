import type { RecordName } from '#shared/records/index.ts';
import { make } from '#test/support/make.ts';
import type { Visitor } from '#test/support/visitor.ts';
import type { Aims } from './aims.ts';

const request = '/api/v1/public-records-requests/{id}';

/** A public-records request for each step on it. */
export const deskAims = async (by: Visitor, made: Readonly<Record<RecordName, string>>): Promise<Aims> => {
  const opened = async () => (await make(by, 'publicRecordsRequest')).id;
  const [toMove, toExtend, choosing, cutting] = [await opened(), await opened(), await opened(), await opened()];
  const records = { records: [{ recordType: 'site', id: made.site }] };
  return {
    [`POST ${request}/status`]: { id: toMove, body: { to: 'gathering' } },
    [`POST ${request}/extend`]: { id: toExtend, body: { dueOn: '2027-05-04', reason: 'The archive is being moved.' } },
    [`POST ${request}/choose`]: { id: choosing, body: records },
    [`POST ${request}/take-out`]: { id: choosing, body: records },
    [`POST ${request}/choose-matching`]: { id: choosing, body: { recordType: 'site', take: 'in' } },
    [`GET ${request}/chosen`]: { id: choosing },
    [`GET ${request}/chosen/counts`]: { id: choosing },
    [`GET ${request}/redactions`]: { id: cutting },
    [`POST ${request}/redactions`]: { id: cutting, body: { rules: [], ordinary: [] } },
    [`GET ${request}/preview`]: { id: cutting, query: { recordType: 'site', recordId: made.site } },
  };
};
