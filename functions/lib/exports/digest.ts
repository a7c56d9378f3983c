import { createSHA256, type IHasher } from 'hash-wasm';
import { crc32 } from 'node:zlib';

/** What was digested so far, small enough for a checkpoint. */
export interface DigestState {
  readonly bytes: number;
  readonly crc32: number;
  /** The hash at work, not its result. */
  readonly sha256: string;
}

/**
 * SHA-256 and CRC-32 of a file that is written over several invocations. Node's own hash cannot be put away and taken
 * up again; without that, a large file would have to be read once more from its beginning, which may take longer than
 * an invocation lasts.
 */
export class Digest {
  #sha256: IHasher;
  #crc32: number;
  #bytes: number;

  private constructor(sha256: IHasher, crc: number, bytes: number) {
    this.#sha256 = sha256;
    this.#crc32 = crc;
    this.#bytes = bytes;
  }

  static async begin(state?: DigestState): Promise<Digest> {
    const hash = await createSHA256();
    if (state === undefined) return new Digest(hash.init(), 0, 0);
    return new Digest(hash.load(Buffer.from(state.sha256, 'base64')), state.crc32, state.bytes);
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk);
    this.#crc32 = crc32(chunk, this.#crc32);
    this.#bytes += chunk.byteLength;
  }

  get state(): DigestState {
    return { bytes: this.#bytes, crc32: this.#crc32, sha256: Buffer.from(this.#sha256.save()).toString('base64') };
  }
}

/** What a file turned out to be. */
export interface Digested {
  readonly bytes: number;
  readonly crc32: number;
  readonly sha256: string;
}

export const digested = async ({ bytes, crc32: crc, sha256 }: DigestState): Promise<Digested> => ({
  bytes,
  crc32: crc,
  sha256: (await createSHA256()).load(Buffer.from(sha256, 'base64')).digest('hex'),
});
