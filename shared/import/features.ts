import { FileFault } from './fault.ts';
import { KeptBytes } from './kept-bytes.ts';

/** One feature, as the bytes of the file. */
export interface FeatureBytes {
  /** The byte of the file at which it begins. */
  readonly at: number;
  /** Absent when it is larger than MAX_FEATURE_BYTES: it was passed over, not kept. */
  readonly bytes: Uint8Array | undefined;
}

/** A shape of 4,000 points takes 200 KB. What is larger than this cannot become a record, so it is not held in memory. */
export const MAX_FEATURE_BYTES = 5_000_000;
/** What may stand before the list of features: name, crs, bounding box. */
const MAX_HEAD_BYTES = 1_000_000;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const BOM = [0xef, 0xbb, 0xbf];
/** White space, and the record separator that leads each feature of an RFC 8142 sequence. */
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1e;

/**
 * between: outside everything, where a collection, or a feature of a newline-delimited file, may begin.
 * object: inside such an object. list: between the features of a collection. feature: inside one of them.
 */
type Mode = 'between' | 'object' | 'list' | 'feature';

/**
 * Splits GeoJSON into its features without building a tree: chunks go in, whole features come out, and memory holds
 * one feature at a time. It follows strings and brackets only; each feature is then parsed, and so checked, by itself.
 * Takes a FeatureCollection and newline-delimited features. `head` is called with what stands before the features.
 */
export class FeatureSplitter {
  readonly #head: (members: Uint8Array) => void;
  readonly #kept = new KeptBytes(MAX_FEATURE_BYTES);
  #mode: Mode = 'between';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #wantsComma = false;
  #inCollection = false;
  /** The last text at the first level of a top object; a colon after it makes it a key. */
  #word = '';
  #isKey = false;
  #features = 0;
  /** Bytes before this chunk, and where the object or feature in hand began. */
  #position = 0;
  #began = 0;
  #chunk = new Uint8Array();
  /** Where the part of the chunk to keep begins. */
  #from = 0;
  #out: FeatureBytes[] = [];

  constructor(head: (members: Uint8Array) => void) {
    this.#head = head;
  }

  push(chunk: Uint8Array<ArrayBuffer>): FeatureBytes[] {
    [this.#chunk, this.#from, this.#out] = [chunk, 0, []];
    for (let n = 0; n < chunk.length; n += 1) {
      const byte = chunk[n] ?? 0;
      if (this.#inString) this.#text(byte);
      else if (this.#mode === 'between') this.#outside(byte, n);
      else if (this.#mode === 'list') this.#inList(byte, n);
      else this.#inside(byte, n);
    }
    if (this.#mode === 'object' || this.#mode === 'feature') this.#keepTo(chunk.length);
    this.#position += chunk.length;
    return this.#out;
  }

  /** No more bytes. A file that was cut off is told so, with the place. */
  end(): void {
    if (this.#mode === 'between' && this.#position > 0) return;
    const missing = {
      between: 'a GeoJSON object',
      object: this.#inString ? 'the end of a text' : '“}”',
      list: '“]” at the end of the features',
      feature: `the end of feature ${this.#features + 1}, which begins at byte ${this.#began},`,
    }[this.#mode];
    throw new FileFault(
      `The file ends at byte ${this.#position}, where ${missing} was expected. It was probably cut off: export it again and upload the new file.`,
    );
  }

  #text(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
    else if (this.#depth === 1 && this.#mode === 'object' && this.#word.length <= 'features'.length)
      this.#word += String.fromCharCode(byte);
  }

  #outside(byte: number, n: number): void {
    if (isSpace(byte) || byte === BOM[this.#position + n]) return;
    if (byte !== OPEN) this.#unexpected('“{”', n);
    this.#begin('object', n);
  }

  #inList(byte: number, n: number): void {
    if (isSpace(byte)) return;
    if (byte === CLOSE_LIST) {
      [this.#mode, this.#depth, this.#from] = ['object', 1, n + 1];
    } else if (this.#wantsComma) {
      if (byte !== COMMA) this.#unexpected('“,” or “]”', n);
      this.#wantsComma = false;
    } else {
      if (byte !== OPEN) this.#unexpected('a feature', n);
      this.#begin('feature', n);
    }
  }

  #inside(byte: number, n: number): void {
    if (byte === QUOTE) {
      this.#inString = true;
      if (this.#depth === 1) [this.#word, this.#isKey] = ['', false];
    } else if (byte === COLON) {
      this.#isKey = this.#depth === 1;
    } else if (byte === OPEN || byte === OPEN_LIST) {
      if (byte === OPEN_LIST && this.#atFeatures()) this.#listBegins(n);
      else this.#depth += 1;
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      this.#depth -= 1;
      if (this.#depth === 0) this.#closed(n);
    }
  }

  #atFeatures(): boolean {
    return (
      this.#mode === 'object' && this.#depth === 1 && this.#isKey && this.#word === 'features' && !this.#inCollection
    );
  }

  #listBegins(n: number): void {
    this.#keepTo(n);
    const members = this.#kept.take();
    if (members === undefined || members.length > MAX_HEAD_BYTES)
      throw new FileFault('The file holds more than 1 MB before its list of features. Export it as GeoJSON again.');
    this.#head(members);
    [this.#mode, this.#wantsComma, this.#inCollection] = ['list', false, true];
  }

  #begin(mode: Mode, n: number): void {
    [this.#mode, this.#depth, this.#from, this.#began] = [mode, 1, n, this.#position + n];
    [this.#word, this.#isKey] = ['', false];
  }

  #closed(n: number): void {
    this.#keepTo(n + 1);
    const bytes = this.#kept.take();
    if (this.#mode === 'object' && this.#inCollection) {
      // These are the members after the list, of which nothing is needed.
      [this.#mode, this.#inCollection] = ['between', false];
      return;
    }
    this.#features += 1;
    this.#out.push({ at: this.#began, bytes });
    [this.#mode, this.#wantsComma] = this.#mode === 'feature' ? ['list', true] : ['between', false];
  }

  #keepTo(end: number): void {
    this.#kept.add(this.#chunk.subarray(this.#from, end));
  }

  #unexpected(expected: string, n: number): never {
    const after = this.#features > 0 ? ` after feature ${this.#features}` : '';
    throw new FileFault(
      `At byte ${this.#position + n} of the file, ${expected} was expected${after}. Export the file as GeoJSON again and upload the new one.`,
    );
  }
}
