import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Digested } from './digest.ts';
import { PartedFile, type PartedState } from './parted-file.ts';
import type { Outgoing, Sheet } from './sheet.ts';

/** How far one file is in S3, as the checkpoint keeps it: everything up to `after` lies in the parts. */
export interface FileState {
  readonly file: PartedState;
  readonly after?: string | undefined;
  readonly rows: number;
  /** All parts are there; the file only has to be put together. */
  readonly closed: boolean;
}

/** One file of records on its way to S3. Holds less than two parts in memory. */
export class RecordFile {
  readonly sheet: Sheet;
  readonly #file: PartedFile;
  #state: FileState;
  #page: string[] = [];
  #rows: number;

  private constructor(sheet: Sheet, file: PartedFile, state: FileState) {
    this.sheet = sheet;
    this.#file = file;
    this.#state = state;
    this.#rows = state.rows;
    // A file of which no part was sent yet begins again from its first line.
    if (state.file.parted.parts === 0) this.#keep(sheet.open);
  }

  static async begin(sheet: Sheet, place: ObjectPlace): Promise<RecordFile> {
    const file = await PartedFile.begin(place, sheet.contentType);
    return new RecordFile(sheet, file, { file: file.state, rows: 0, closed: false });
  }

  static async resume(sheet: Sheet, place: ObjectPlace, state: FileState): Promise<RecordFile> {
    return new RecordFile(sheet, await PartedFile.resume(place, state.file), state);
  }

  get state(): FileState {
    return this.#state;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds a record, unless it lies in a part already: the files of a type go on from different places. */
  add(one: Outgoing): void {
    if (this.#state.after !== undefined && one.stored.id <= this.#state.after) return;
    for (const row of this.sheet.rows(one)) {
      if (this.#rows > 0 && this.sheet.between !== '') this.#page.push(this.sheet.between);
      this.#page.push(row);
      this.#rows += 1;
    }
  }

  /** All records up to `after` were added. Sends a part when there is enough for one, and tells whether it did. */
  async pageEnds(after: string): Promise<boolean> {
    this.#keep(this.#page.join(''));
    this.#page = [];
    if (!this.#file.hasPart || (this.#state.after !== undefined && after <= this.#state.after)) return false;
    await this.#send({ after, closed: false });
    return true;
  }

  async close(): Promise<void> {
    if (this.#state.closed) return;
    this.#keep(this.#page.join('') + this.sheet.close);
    this.#page = [];
    await this.#send({ after: this.#state.after, closed: true });
    this.#file.letGo();
  }

  join(): Promise<void> {
    return this.#file.join();
  }

  digested(): Promise<Digested> {
    return this.#file.digested();
  }

  async #send(how: Pick<FileState, 'after' | 'closed'>): Promise<void> {
    await this.#file.send();
    this.#state = { ...how, file: this.#file.state, rows: this.#rows };
  }

  #keep(text: string): void {
    this.#file.writeText(text);
  }
}
