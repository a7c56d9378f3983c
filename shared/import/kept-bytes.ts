/** Bytes put by across chunks. Past the limit they are counted and let go, so that memory stays bounded. */
export class KeptBytes {
  #parts: Uint8Array[] = [];
  #length = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length <= this.#limit) this.#parts.push(bytes);
    else this.#parts = [];
  }

  /** What was added since the last take; undefined when it was more than the limit. */
  take(): Uint8Array | undefined {
    const [parts, length] = [this.#parts, this.#length];
    [this.#parts, this.#length] = [[], 0];
    if (length > this.#limit) return undefined;
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    const joined = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
