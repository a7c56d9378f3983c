import type { Segment } from './blobs.ts';
import type { Checksum, ChecksumAlgorithm } from './checksums.ts';
import type { Lock } from './lock.ts';
import { SortedKeys } from './sorted-keys.ts';

/** Header name to value, as stored with an object and given back with it. */
export type Stored = Record<string, string>;

export interface Attributes {
  headers: Stored;
  encryption: Stored;
  tags: Stored;
}

export interface ObjectVersion extends Attributes {
  /** `null` in a bucket without versions, as S3 names it. */
  id: string;
  at: string;
  deleted?: true;
  size: number;
  etag: string;
  segments: Segment[];
  checksum?: Checksum | undefined;
  lock?: Lock;
}

export interface Part {
  number: number;
  at: string;
  etag: string;
  segment: Segment;
  checksum?: Checksum | undefined;
}

export interface Upload extends Attributes {
  id: string;
  bucket: string;
  key: string;
  at: string;
  algorithm?: ChecksumAlgorithm | undefined;
  /** The checksum will be that of all bytes, and not one of the parts' checksums. */
  whole?: true | undefined;
}

export interface OpenUpload {
  upload: Upload;
  parts: Map<number, Part>;
}

/** Every change of state is one of these, applied in memory and written to the journal. */
export type Change =
  | { op: 'put'; bucket: string; key: string; version: ObjectVersion; upload?: string }
  | { op: 'remove'; bucket: string; key: string; version: string }
  | { op: 'tags'; bucket: string; key: string; version: string; tags: Stored }
  | { op: 'upload'; upload: Upload }
  | { op: 'part'; upload: string; part: Part }
  | { op: 'abort'; upload: string };

export class Bucket {
  readonly keys = new SortedKeys();
  /** Newest first. */
  readonly #versions = new Map<string, ObjectVersion[]>();

  versions(key: string): readonly ObjectVersion[] {
    return this.#versions.get(key) ?? [];
  }

  put(key: string, version: ObjectVersion): Segment[] {
    const before = this.versions(key);
    const replaced = before.filter(({ id }) => id === version.id);
    this.#versions.set(key, [version, ...before.filter(({ id }) => id !== version.id)]);
    this.keys.add(key);
    return replaced.flatMap(({ segments }) => segments);
  }

  remove(key: string, id: string): Segment[] {
    const before = this.versions(key);
    const left = before.filter((version) => version.id !== id);
    if (left.length > 0) this.#versions.set(key, left);
    else {
      this.#versions.delete(key);
      this.keys.delete(key);
    }
    return before.filter((version) => version.id === id).flatMap(({ segments }) => segments);
  }

  *all(): Generator<[string, ObjectVersion]> {
    for (const [key, versions] of this.#versions) for (const version of versions.toReversed()) yield [key, version];
  }
}

export class Catalog {
  readonly #buckets = new Map<string, Bucket>();
  readonly uploads = new Map<string, OpenUpload>();

  bucket(name: string): Bucket {
    const found = this.#buckets.get(name) ?? new Bucket();
    this.#buckets.set(name, found);
    return found;
  }

  /** Returns the segments nothing refers to any more. */
  apply(change: Change): Segment[] {
    switch (change.op) {
      case 'put':
        return [
          ...this.#close(change.upload, change.version),
          ...this.bucket(change.bucket).put(change.key, change.version),
        ];
      case 'remove':
        return this.bucket(change.bucket).remove(change.key, change.version);
      case 'tags': {
        const version = this.bucket(change.bucket)
          .versions(change.key)
          .find(({ id }) => id === change.version);
        if (version) version.tags = change.tags;
        return [];
      }
      case 'upload':
        this.uploads.set(change.upload.id, { upload: change.upload, parts: new Map() });
        return [];
      case 'part': {
        const parts = this.uploads.get(change.upload)?.parts;
        const replaced = parts?.get(change.part.number);
        parts?.set(change.part.number, change.part);
        return replaced ? [replaced.segment] : [];
      }
      case 'abort':
        return this.#close(change.upload, undefined);
    }
  }

  #close(upload: string | undefined, kept: ObjectVersion | undefined): Segment[] {
    const parts = upload === undefined ? undefined : this.uploads.get(upload)?.parts;
    if (upload === undefined || !parts) return [];
    this.uploads.delete(upload);
    const used = new Set(kept?.segments.map(({ id }) => id));
    return [...parts.values()].map(({ segment }) => segment).filter(({ id }) => !used.has(id));
  }

  /** The shortest list of changes that leads to the present state. */
  *snapshot(): Generator<Change> {
    for (const [bucket, held] of this.#buckets)
      for (const [key, version] of held.all()) yield { op: 'put', bucket, key, version };
    for (const { upload, parts } of this.uploads.values()) {
      yield { op: 'upload', upload };
      for (const part of parts.values()) yield { op: 'part', upload: upload.id, part };
    }
  }
}
