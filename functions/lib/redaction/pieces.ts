import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { deleteObject } from '#functions/lib/aws/stored-objects.ts';
import { Spill, type SpillState } from '#functions/lib/exports/zip/spill.ts';

type PlaceOf = (name: string) => ObjectPlace;

/**
 * What grows while the passes of a redacted copy go over the records: removed values, places that stay public, records
 * that the log has, and the log. In pieces beside the files of the job, where no download reaches them: encrypted with
 * the agency's other files, under its credentials alone, deleted when the job is over, and by the bucket in any case.
 */
export const pieceKinds = ['removed', 'open', 'seen', 'log'] as const;
export type PieceKind = (typeof pieceKinds)[number];

const placesOf = (placeOf: PlaceOf, kind: PieceKind) => (n: number) => placeOf(`pieces/redaction/${kind}-${n}`);

export const piecesOf = (placeOf: PlaceOf, kind: PieceKind, state?: SpillState): Spill =>
  new Spill(placesOf(placeOf, kind), state);

/** One more than are counted: a worker may have died between writing a piece and counting it. */
export const deletePieces = async (placeOf: PlaceOf, kind: PieceKind, state?: SpillState): Promise<void> => {
  for (let n = 0; n <= (state?.pieces ?? 0); n += 1) await deleteObject(placesOf(placeOf, kind)(n));
};

const NEWLINE = 0x0a;

export const line = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** The values of lines of JSON, one by one. */
export async function* linesOf(pieces: Spill): AsyncGenerator {
  let rest = Buffer.alloc(0);
  for await (const chunk of pieces.read()) {
    const bytes = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield JSON.parse(bytes.toString('utf8', from, end));
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
}
