/** Which records go out where not all of a type do, whatever their number. */
export interface Selection {
  readonly count: number;
  readonly has: (recordType: string, id: string) => boolean;
  /** The next ids of a type, in their order. */
  readonly after: (recordType: string, id: string, limit: number) => readonly string[];
}

/** A UUID. The order of the bytes is that of the text, as which the table has it. */
const ID_BYTES = 16;

const packed = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
export const packIds = (ids: readonly string[]): Buffer => Buffer.concat(ids.map(packed));

const idAt = (ids: Buffer, n: number): string =>
  ids.toString('hex', n * ID_BYTES, (n + 1) * ID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** How many ids come before this one. */
const rank = (ids: Buffer, id: Buffer): number => {
  let [low, high] = [0, ids.length / ID_BYTES];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (id.compare(ids, middle * ID_BYTES, (middle + 1) * ID_BYTES) > 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

const stands = (ids: Buffer, at: number, id: Buffer) => id.equals(ids.subarray(at * ID_BYTES, (at + 1) * ID_BYTES));

/** Ids in their order, sixteen bytes each: a million of them are 16 MB. */
export const selectionOfPacked = (byType: ReadonlyMap<string, Buffer>): Selection => {
  const none = Buffer.alloc(0);
  const of = (recordType: string) => byType.get(recordType) ?? none;
  return {
    count: [...byType.values()].reduce((sum, ids) => sum + ids.length / ID_BYTES, 0),
    has: (recordType, id) => {
      const [ids, wanted] = [of(recordType), packed(id)];
      return stands(ids, rank(ids, wanted), wanted);
    },
    after: (recordType, id, limit) => {
      const [ids, last] = [of(recordType), packed(id)];
      const at = rank(ids, last);
      const from = last.length > 0 && stands(ids, at, last) ? at + 1 : at;
      const to = Math.min(from + limit, ids.length / ID_BYTES);
      return Array.from({ length: Math.max(0, to - from) }, (_, n) => idAt(ids, from + n));
    },
  };
};

export const selectionOf = (only: Readonly<Record<string, readonly string[]>>): Selection =>
  selectionOfPacked(new Map(Object.entries(only).map(([type, ids]) => [type, packIds([...new Set(ids)].sort())])));
