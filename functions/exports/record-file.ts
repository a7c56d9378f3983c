import { beginParts, joinParts, PART_BYTES, sendPart, type Parted } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { ExportFormat } from '#shared/model/job.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { fileName, formats } from './formats.ts';

/** How far one file is in S3, as the checkpoint keeps it: everything up to `after` lies in the parts. */
export interface FileState {
  readonly parted: Parted;
  readonly after?: string | undefined;
  readonly rows: number;
  /** All parts are there; the file only has to be put together. */
  readonly closed: boolean;
}

/** One file of records on its way to S3. Holds less than two parts in memory. */
export class RecordFile {
  readonly record: AnyRecordType;
  readonly format: ExportFormat;
  readonly place: ObjectPlace;
  #state: FileState;
  #pages: Buffer[] = [];
  #bytes = 0;
  #page = '';
  #rows: number;

  constructor(record: AnyRecordType, format: ExportFormat, place: ObjectPlace, state: FileState) {
    this.record = record;
    this.format = format;
    this.place = place;
    this.#state = state;
    this.#rows = state.rows;
  }

  static async begin(
    record: AnyRecordType,
    format: ExportFormat,
    place: ObjectPlace,
    exportedAt: string,
  ): Promise<RecordFile> {
    const parted = await beginParts(place, formats[format].contentType);
    const file = new RecordFile(record, format, place, { parted, rows: 0, closed: false });
    file.#keep(formats[format].open(record, exportedAt));
    return file;
  }

  /** A file of which no part was sent yet begins again from its first line. */
  static resume(
    record: AnyRecordType,
    format: ExportFormat,
    place: ObjectPlace,
    exportedAt: string,
    state: FileState,
  ): RecordFile {
    const file = new RecordFile(record, format, place, state);
    if (state.parted.parts.length === 0) file.#keep(formats[format].open(record, exportedAt));
    return file;
  }

  get name(): string {
    return fileName(this.record, this.format);
  }

  get state(): FileState {
    return this.#state;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds a row, unless it lies in a part already: the files of a type go on from different places. */
  add(stored: Stored): void {
    if (this.#state.after !== undefined && stored.id <= this.#state.after) return;
    this.#page += formats[this.format].row(this.record, stored, this.#rows === 0);
    this.#rows += 1;
  }

  /** All rows up to `after` were added. Sends a part when there is enough for one, and tells whether it did. */
  async pageEnds(after: string): Promise<boolean> {
    this.#keep(this.#page);
    this.#page = '';
    if (this.#bytes < PART_BYTES || (this.#state.after !== undefined && after <= this.#state.after)) return false;
    await this.#send({ after, closed: false });
    return true;
  }

  async close(): Promise<void> {
    this.#keep(this.#page + formats[this.format].close);
    this.#page = '';
    if (this.#bytes > 0) await this.#send({ after: this.#state.after, closed: true });
    else this.#state = { ...this.#state, closed: true };
  }

  join(): Promise<void> {
    return joinParts(this.place, this.#state.parted);
  }

  async #send(how: Pick<FileState, 'after' | 'closed'>): Promise<void> {
    const part = Buffer.concat(this.#pages);
    [this.#pages, this.#bytes] = [[], 0];
    const parted = await sendPart(this.place, this.#state.parted, part);
    this.#state = { ...how, parted, rows: this.#rows };
  }

  #keep(text: string): void {
    const bytes = Buffer.from(text);
    this.#pages.push(bytes);
    this.#bytes += bytes.length;
  }
}
