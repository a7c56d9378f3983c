import { fromItem, type Item } from '#functions/lib/store/index.ts';
import { permit, type Deed } from '#functions/lib/usecases/deed.ts';
import { itemAt } from '#functions/lib/usecases/records.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored } from '#shared/model/record.ts';
import { isClosed, requestMoves, requestStatuses, type RequestStatus } from '#shared/permit/request-status.ts';
import { request, type Request } from './keeping.ts';

/** The request at the version that was read; an archived one is left alone. */
export const requestAt = async (deed: Deed, id: string, version: number): Promise<{ item: Item; values: Request }> => {
  permit(deed, request, 'update');
  const item = await itemAt(deed, request, id, version);
  const { values, archivedAt } = fromItem(request, item);
  if (archivedAt !== undefined) throw new Problem('conflict', 'This request is archived. Restore it first.');
  return { item, values: values as Request };
};

/** Copies and their review belong to what was chosen when they were made: whoever goes back makes new ones. */
export const withoutReview = ({
  preparedCopy: _copy,
  preparedBy: _by,
  preparedAt: _at,
  approvedBy: _approvedBy,
  approvedAt: _approvedAt,
  ...kept
}: Request) => kept;

/** Moves a request on, back, or to an end. The reason is kept in its history. */
export const moveRequest = async (deed: Deed, id: string, version: number, to: RequestStatus): Promise<Stored> => {
  const { item, values } = await requestAt(deed, id, version);
  if (!requestMoves[values.status].includes(to))
    throw new Problem(
      'conflict',
      `A request that is "${requestStatuses[values.status]}" cannot become "${requestStatuses[to]}" this way.`,
    );
  const { closingReason: _was, ...open } = withoutReview(values);
  const closing = to === 'denied' || to === 'withdrawn' ? { closingReason: deed.by.reason } : {};
  return deed.store.put(request, item, { values: { ...open, ...closing, status: to } }, 'change', deed.by);
};

/** Puts the answer off to a later day. What the law allows is for the office to judge; the reason goes on record. */
export const extendRequest = async (deed: Deed, id: string, version: number, dueOn: string): Promise<Stored> => {
  const { item, values } = await requestAt(deed, id, version);
  if (isClosed(values.status))
    throw new Problem('conflict', 'This request has been answered. There is nothing to put off.');
  if (dueOn <= values.dueOn)
    throw new Problem('invalid', 'An extension ends later than the day it puts off.', [
      { path: 'dueOn', message: `Choose a day after ${values.dueOn}.` },
    ]);
  const extended = { ...values, dueOn, extensionReason: deed.by.reason };
  return deed.store.put(request, item, { values: extended }, 'change', deed.by);
};
