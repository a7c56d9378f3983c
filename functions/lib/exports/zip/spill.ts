import { crc32 } from 'node:zlib';
import { putObject } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { objectChunks, objectFacts } from '#functions/lib/aws/stored-objects.ts';

export interface SpillState {
  readonly pieces: number;
  readonly bytes: number;
  readonly crc32: number;
}

/**
 * What grows with every entry and is needed only at the end: a million lines would not fit in memory. Each piece lies
 * in an object of its own, written before the checkpoint that counts it.
 */
export class Spill {
  readonly #placeOf: (piece: number) => ObjectPlace;
  #state: SpillState;
  #lines: Uint8Array[] = [];
  #pending = 0;

  constructor(placeOf: (piece: number) => ObjectPlace, state: SpillState = { pieces: 0, bytes: 0, crc32: 0 }) {
    this.#placeOf = placeOf;
    this.#state = state;
  }

  get state(): SpillState {
    return this.#state;
  }

  /** Those that wait for the next piece, too. */
  get bytes(): number {
    return this.#state.bytes + this.#pending;
  }

  /** Bytes that wait for the next piece. */
  get pending(): number {
    return this.#pending;
  }

  add(line: Uint8Array): void {
    this.#lines.push(line);
    this.#pending += line.byteLength;
  }

  async save(): Promise<void> {
    if (this.#pending === 0) return;
    const piece = Buffer.concat(this.#lines);
    const { pieces, bytes, crc32: before } = this.#state;
    await putObject(this.#placeOf(pieces), 'application/octet-stream', piece);
    [this.#lines, this.#pending] = [[], 0];
    this.#state = { pieces: pieces + 1, bytes: bytes + piece.byteLength, crc32: crc32(piece, before) };
  }

  /** All that was saved, in its order. */
  async *read(): AsyncGenerator<Uint8Array> {
    for (let piece = 0; piece < this.#state.pieces; piece += 1) {
      const place = this.#placeOf(piece);
      const facts = await objectFacts(place);
      if (facts === undefined) throw new Error(`A piece of the zip is gone: ${place.key}.`);
      yield* objectChunks(place, facts);
    }
  }
}
