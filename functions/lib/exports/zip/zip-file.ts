import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Digested } from '../digest.ts';
import { PartedFile, type PartedState } from '../parted-file.ts';
import { directoryEnd, directoryLine, localHeader } from './headers.ts';
import { Spill, type SpillState } from './spill.ts';

/** What goes into a zip, with its size and digests known beforehand: every program can then read it as a stream, too. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
  readonly sha256: string;
  /** Its bytes from the given one on. In memory, it is written in one piece. */
  readonly content: Uint8Array | ((from: number) => AsyncIterable<Uint8Array>);
  /** Stands for a file that was not there. */
  readonly isMissing?: true;
}

export interface ZipState {
  readonly file: PartedState;
  readonly entries: number;
  readonly directory: SpillState;
  readonly sums: SpillState;
  /** Bytes of the newest entry that are in; absent when it is whole. */
  readonly open?: number | undefined;
}

/** Where the zip lies, and the pieces of its directory and of its list of digests until it is closed. */
export interface ZipPlaces {
  readonly zip: ObjectPlace;
  readonly piece: (of: 'directory' | 'sums', n: number) => ObjectPlace;
}

const SUMS = 'SHA256SUMS';

/** A zip on its way to S3 that can be taken up again at every part. Holds two parts in memory, however many entries. */
export class ZipFile {
  readonly #file: PartedFile;
  readonly #at: Date;
  readonly #directory: Spill;
  readonly #sums: Spill;
  #entries: number;
  #open: number | undefined;

  private constructor(places: ZipPlaces, file: PartedFile, at: Date, state?: ZipState) {
    this.#file = file;
    this.#at = at;
    this.#directory = new Spill((n) => places.piece('directory', n), state?.directory);
    this.#sums = new Spill((n) => places.piece('sums', n), state?.sums);
    this.#entries = state?.entries ?? 0;
    this.#open = state?.open;
  }

  /** `at` is what all entries are dated. */
  static async open(places: ZipPlaces, at: Date, state?: ZipState): Promise<ZipFile> {
    const file =
      state === undefined
        ? await PartedFile.begin(places.zip, 'application/zip')
        : await PartedFile.resume(places.zip, state.file);
    return new ZipFile(places, file, at, state);
  }

  get state(): ZipState {
    return {
      file: this.#file.state,
      entries: this.#entries,
      directory: this.#directory.state,
      sums: this.#sums.state,
      open: this.#open,
    };
  }

  /** A part of the newest entry is missing. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /**
   * Adds an entry, or what is missing of the one that a worker before was at. Calls `saved` after each part: up to
   * there all is in S3.
   */
  async add(entry: ZipEntry, saved: () => Promise<void>): Promise<void> {
    let written = this.#open ?? this.#begin(entry);
    const { content, bytes } = entry;
    if (content instanceof Uint8Array) {
      this.#file.write(content);
      written = bytes;
      this.#open = undefined;
      await this.#part(saved);
    } else
      for await (const chunk of content(written)) {
        this.#file.write(chunk);
        written += chunk.byteLength;
        this.#open = written < bytes ? written : undefined;
        await this.#part(saved);
      }
    if (written !== bytes) throw new Error(`${entry.path} has ${written} bytes and not ${bytes}.`);
    this.#open = undefined;
  }

  /** The list of digests, the directory, and the end. Only putting the parts together is left then. */
  async close(saved: () => Promise<void>): Promise<{ readonly file: PartedState; readonly digested: Digested }> {
    await this.#sums.save();
    const { bytes, crc32 } = this.#sums.state;
    const sums = { path: SUMS, bytes, crc32 };
    this.#head(sums);
    for await (const chunk of this.#sums.read()) await this.#raw(chunk, saved);
    await this.#directory.save();
    const offset = this.#file.bytes;
    for await (const chunk of this.#directory.read()) await this.#raw(chunk, saved);
    this.#file.write(directoryEnd(this.#entries, offset, this.#directory.bytes));
    await this.#file.send();
    return { file: this.#file.state, digested: await this.#file.digested() };
  }

  #begin(entry: ZipEntry): number {
    this.#head(entry);
    this.#sums.add(Buffer.from(`${entry.sha256}  ${entry.path}\n`));
    return 0;
  }

  #head(facts: Pick<ZipEntry, 'path' | 'bytes' | 'crc32'>): void {
    this.#directory.add(directoryLine(facts, this.#at, this.#file.bytes));
    this.#file.write(localHeader(facts, this.#at));
    this.#entries += 1;
  }

  async #part(saved: () => Promise<void>): Promise<void> {
    if (!this.#file.hasPart) return;
    await this.#directory.save();
    await this.#sums.save();
    await this.#file.send();
    await saved();
  }

  /** The end is written anew after a crash, so its parts are not noted. */
  async #raw(chunk: Uint8Array, beat: () => Promise<void>): Promise<void> {
    this.#file.write(chunk);
    if (!this.#file.hasPart) return;
    await this.#file.send();
    await beat();
  }
}
