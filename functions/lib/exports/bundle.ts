import type { Turn } from '#functions/lib/jobs/work.ts';
import { abandonParts, isUploadGone, joinParts } from '#functions/lib/aws/multipart.ts';
import type { PartedState } from './parted-file.ts';
import type { Digested } from './digest.ts';
import { ZipFile, type ZipEntry, type ZipPlaces, type ZipState } from './zip/zip-file.ts';

/** Entries that belong together, such as a record's folder; made one by one, since some are large. */
export interface Folder {
  readonly key: string;
  readonly entries: readonly (() => Promise<ZipEntry>)[];
}

/** A part of the bundle: its folders in the order of their keys, from the given key on, itself included. */
export type Step = (from: string | undefined) => AsyncIterable<Folder>;

/** The entry that was added last, or that is half in. */
interface At {
  readonly step: number;
  readonly key: string;
  readonly entry: number;
}

/** What the bundle holds so far, for the manifest. */
export interface Tally {
  readonly folders: number;
  readonly entries: number;
  /** Files that were not in the store. */
  readonly missing: number;
}

export interface BundleState {
  readonly zip?: ZipState | undefined;
  readonly at?: At | undefined;
  readonly tally: readonly Tally[];
  /** All bytes are there; the zip only has to be put together. */
  readonly closed?: { readonly file: PartedState; readonly digested: Digested } | undefined;
}

export interface Bundle {
  readonly turn: Turn<'export'>;
  readonly places: ZipPlaces;
  readonly steps: readonly Step[];
  /** The last entries, which tell of all others. */
  readonly last: (tally: readonly Tally[]) => Promise<readonly ZipEntry[]>;
  readonly checkpoint: (state: BundleState) => Promise<void>;
}

export const noBundle: BundleState = { tally: [] };
const nothingYet: Tally = { folders: 0, entries: 0, missing: 0 };

/** A file that was half in the zip is gone, or its record no longer belongs to the export. */
class BeginAgain extends Error {}

class Packing {
  readonly #bundle: Bundle;
  readonly #zip: ZipFile;
  #tally: Tally[];
  #at: At | undefined;

  constructor(bundle: Bundle, zip: ZipFile, { at, tally }: BundleState) {
    this.#bundle = bundle;
    this.#zip = zip;
    this.#at = at;
    this.#tally = [...tally];
  }

  /** False when time ran out. */
  async steps(): Promise<boolean> {
    for (let step = this.#at?.step ?? 0; step < this.#bundle.steps.length; step += 1)
      if (!(await this.#step(step))) return false;
    return true;
  }

  async #step(step: number): Promise<boolean> {
    const resumed = this.#at?.step === step ? this.#at.key : undefined;
    for await (const { key, entries } of this.#bundle.steps[step]?.(resumed) ?? []) {
      for (const [entry, make] of entries.entries()) {
        if (this.#isIn({ step, key, entry })) continue;
        await this.#add({ step, key, entry }, make);
        if (this.#bundle.turn.mustHandOver()) return false;
      }
      this.#note();
      await this.#bundle.turn.held.beat();
    }
    return true;
  }

  /** An entry of which only a part is in must be added once more, for the rest. */
  #isIn({ step, key, entry }: At): boolean {
    if (this.#at?.step !== step || this.#at.key !== key) return false;
    return entry < this.#at.entry || (entry === this.#at.entry && !this.#zip.isOpen);
  }

  async #add(at: At, make: () => Promise<ZipEntry>): Promise<void> {
    const made = await make();
    const goesOn = this.#zip.isOpen;
    if (goesOn && (made.isMissing || !isSame(at, this.#at))) throw new BeginAgain();
    if (!goesOn) this.#count(at, made.isMissing ? 1 : 0);
    this.#at = at;
    this.#bundle.turn.held.assertMine();
    await this.#zip.add(made, () => this.#bundle.checkpoint({ zip: this.#zip.state, at, tally: this.#tally }));
  }

  #note(): void {
    const { held } = this.#bundle.turn;
    const packed = this.#tally.reduce((sum, { entries }) => sum + entries, 0);
    held.note({ progress: { ...held.job.progress, packed } });
  }

  #count(at: At, lost: number): void {
    const { folders, entries, missing } = this.#tally[at.step] ?? nothingYet;
    const isNewFolder = this.#at?.step !== at.step || this.#at.key !== at.key;
    this.#tally = this.#bundle.steps.map((_, n) =>
      n === at.step
        ? { folders: folders + (isNewFolder ? 1 : 0), entries: entries + 1, missing: missing + lost }
        : (this.#tally[n] ?? nothingYet),
    );
  }

  async close(): Promise<BundleState & Required<Pick<BundleState, 'closed'>>> {
    const { last, turn } = this.#bundle;
    if (this.#zip.isOpen) throw new BeginAgain();
    const beat = () => turn.held.beat();
    turn.held.assertMine();
    for (const entry of await last(this.#tally)) await this.#zip.add(entry, beat);
    return { tally: this.#tally, closed: await this.#zip.close(beat) };
  }
}

const isSame = (a: At, b: At | undefined) => a.step === b?.step && a.key === b.key && a.entry === b.entry;

/** All but putting the zip together. `undefined` when time ran out. */
const written = async (bundle: Bundle, before: BundleState): Promise<BundleState['closed']> => {
  if (before.closed !== undefined) return before.closed;
  const zip = await ZipFile.open(bundle.places, new Date(bundle.turn.held.job.createdAt), before.zip);
  // Noted before the first part: whoever clears away must know what was begun.
  if (before.zip === undefined) await bundle.checkpoint({ zip: zip.state, tally: [] });
  const packing = new Packing(bundle, zip, before);
  if (!(await packing.steps())) return undefined;
  const end = await packing.close();
  await bundle.checkpoint(end);
  return end.closed;
};

/** Packs the bundle from wherever an earlier worker came to. `undefined` when time ran out. */
export const packBundle = async (bundle: Bundle, before: BundleState): Promise<Digested | undefined> => {
  try {
    const closed = await written(bundle, before);
    if (closed === undefined) return undefined;
    await joinParts(bundle.places.zip, closed.file.parted);
    return closed.digested;
  } catch (error) {
    // S3 drops uploads that stay unfinished for a day.
    if (!(error instanceof BeginAgain || isUploadGone(error)) || before === noBundle) throw error;
    await abandonBundle(bundle.places, before);
    return packBundle(bundle, noBundle);
  }
};

/** Gives up what lies in parts. */
const abandonBundle = async ({ zip }: ZipPlaces, { zip: open, closed }: BundleState): Promise<void> => {
  const parted = (closed?.file ?? open?.file)?.parted;
  if (parted !== undefined) await abandonParts(zip, parted);
};
