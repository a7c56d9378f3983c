import type { ObjectPlace } from './objects.ts';

/** What a file is known to be. */
export interface KnownFile {
  /** Bytes. */
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly crc32: number;
}

/** How large files are copied. Smaller in tests. */
export interface CopySizes {
  /** Above so many bytes in parts: S3 copies no larger object in one piece. */
  readonly above: number;
  /** Bytes of a part. S3 takes 10,000 of them, of 5 MB at least. */
  readonly part: number;
  /** Parts that are copied at the same time. */
  readonly atOnce: number;
}

export const copySizes: CopySizes = { above: 5 * 1024 ** 3, part: 128 * 1024 ** 2, atOnce: 16 };

export type Copied =
  /** The very bytes that were known. */
  | 'same'
  | 'other'
  /** Time ran out behind so many bytes. S3 keeps the parts for a day, and the next call goes on with them. */
  | { readonly copied: number };

export const copySource = ({ bucket, key }: ObjectPlace): string =>
  `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
