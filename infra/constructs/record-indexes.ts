/** `changes` follows a record type by time; `list1..3` serve the up to three filters a record type declares. */
export const indexNames = ['changes', 'list1', 'list2', 'list3'] as const;
export type IndexName = (typeof indexNames)[number];

/** What a list answers of a record. */
const listed = ['id', 'version', 'shape', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'values'];

/**
 * Beside the keys, what is asked of each index and no more: who wrote a version and through what is two fifths of a
 * record and is read in no list; and what an audit entry says is read back from the table where it is shown.
 */
export const projected: Readonly<Record<IndexName, readonly string[]>> = {
  // Of a record its row; of an entry what a search filters by, and when it arrived.
  changes: ['id', 'version', 'updatedAt', 'archivedAt', 'values', 'type', 'verb', 'by', 'arrived'],
  // Of a job under way, what says whether a worker is on it.
  list1: [...listed, 'kind', 'state', 'order', 'lease'],
  list2: listed,
  list3: listed,
};
