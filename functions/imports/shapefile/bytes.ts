import { FileFault } from '#shared/import/fault.ts';
import type { Chunks } from '../rows.ts';

/** Takes exact numbers of bytes from a stream, holding no more than what was asked for and one chunk. */
export class ByteReader {
  readonly #chunks: Chunks;
  readonly #what: string;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(chunks: Chunks, what: string) {
    this.#chunks = chunks;
    this.#what = what;
  }

  /** The next `length` bytes; undefined where the file ends instead. A file that ends in the middle was cut off. */
  async takeOrEnd(length: number): Promise<DataView | undefined> {
    const taken = new Uint8Array(length);
    for (let have = 0; have < length;) {
      if (this.#at === this.#chunk.length && !(await this.#refill())) {
        if (have === 0) return undefined;
        throw this.#cutOff();
      }
      const part = this.#chunk.subarray(this.#at, this.#at + length - have);
      taken.set(part, have);
      have += part.length;
      this.#at += part.length;
    }
    return new DataView(taken.buffer);
  }

  async take(length: number): Promise<DataView> {
    const taken = await this.takeOrEnd(length);
    if (taken === undefined) throw this.#cutOff();
    return taken;
  }

  /** Passes over bytes without holding them. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; left -= 65_536) await this.take(Math.min(left, 65_536));
  }

  /** Goes to the end, so that the check sum of the whole file is compared. */
  async drain(): Promise<void> {
    while (await this.#refill());
  }

  async #refill(): Promise<boolean> {
    const next = await this.#chunks.next();
    [this.#chunk, this.#at] = [next.done ? new Uint8Array() : next.value, 0];
    return next.done !== true;
  }

  #cutOff(): FileFault {
    return new FileFault(`The ${this.#what} ends too early. It was probably cut off: export it and zip it again.`);
  }
}
