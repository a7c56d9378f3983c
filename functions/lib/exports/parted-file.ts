import { beginParts, joinParts, PART_BYTES, sendPart, type Parted } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { Digest, digested, type Digested, type DigestState } from './digest.ts';

export interface PartedState {
  readonly parted: Parted;
  readonly digest: DigestState;
}

/** A part is sent once it is full, and what fills it comes in pieces of mostly less than this. */
const OVER_BYTES = 256 * 1024;

/** One file on its way to S3, digested as it goes. What was not sent yet is in memory alone. */
export class PartedFile {
  readonly place: ObjectPlace;
  readonly #digest: Digest;
  #parted: Parted;
  /** Filled and sent again and again: chunks kept until a part is full would be garbage of many megabytes each time. */
  #part: Buffer<ArrayBuffer> = Buffer.alloc(0);
  #pending = 0;

  private constructor(place: ObjectPlace, parted: Parted, digest: Digest) {
    this.place = place;
    this.#parted = parted;
    this.#digest = digest;
  }

  static async begin(place: ObjectPlace, contentType: string): Promise<PartedFile> {
    return new PartedFile(place, await beginParts(place, contentType), await Digest.begin());
  }

  static async resume(place: ObjectPlace, { parted, digest }: PartedState): Promise<PartedFile> {
    return new PartedFile(place, parted, await Digest.begin(digest));
  }

  /** What waits is enough for a part. */
  get hasPart(): boolean {
    return this.#pending >= (this.place.partBytes ?? PART_BYTES);
  }

  /** Bytes of the file so far. */
  get bytes(): number {
    return this.#parted.bytes + this.#pending;
  }

  get state(): PartedState {
    return { parted: this.#parted, digest: this.#digest.state };
  }

  write(chunk: Uint8Array): void {
    this.#makeRoom(chunk.byteLength);
    this.#part.set(chunk, this.#pending);
    this.#pending += chunk.byteLength;
  }

  writeText(text: string): void {
    this.#makeRoom(Buffer.byteLength(text));
    this.#pending += this.#part.write(text, this.#pending);
  }

  /** Sends what waits as one part. S3 joins no file without any part, so an empty file has an empty one. */
  async send(): Promise<void> {
    if (this.#pending === 0 && this.#parted.parts > 0) return;
    const part = this.#part.subarray(0, this.#pending);
    this.#parted = await sendPart(this.place, this.#parted, part);
    this.#digest.update(part);
    this.#pending = 0;
  }

  /** Gives the memory back: nothing more is written. */
  letGo(): void {
    this.#part = Buffer.alloc(0);
  }

  join(): Promise<void> {
    return joinParts(this.place, this.#parted);
  }

  digested(): Promise<Digested> {
    return digested(this.#digest.state);
  }

  /** Up to a part and what comes over it, so that three files at one time hold three parts and not six. */
  #makeRoom(bytes: number): void {
    const needed = this.#pending + bytes;
    if (needed <= this.#part.byteLength) return;
    const enough = (this.place.partBytes ?? PART_BYTES) + OVER_BYTES;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * this.#part.byteLength, enough)));
    larger.set(this.#part.subarray(0, this.#pending));
    this.#part = larger;
  }
}
