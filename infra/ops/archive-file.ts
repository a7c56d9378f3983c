import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { ArchiveSource } from '#functions/lib/usecases/import-archive.ts';

interface Place {
  readonly begin: number;
  readonly bytes: number;
}

const [END, END64, ENTRY, FULL32, STORED] = [0x06054b50, 0x06064b50, 0x02014b50, 0xffffffff, 0];
const SUMS = 'SHA256SUMS';

const read = async (file: FileHandle, begin: number, bytes: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, begin);
  if (bytesRead !== bytes) throw new Error('The archive ends too early: the download was not whole.');
  return buffer;
};

/** Where the directory lies, by the last bytes of the zip; with the record of ZIP64 where there is one. */
const directoryOf = async (file: FileHandle): Promise<Buffer> => {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - 98), Math.min(98, size));
  const end = tail.length - 22;
  if (end < 0 || tail.readUInt32LE(end) !== END)
    throw new Error('This file is no archive: it does not end like a zip.');
  const [bytes, begin] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (end >= 76 && tail.readUInt32LE(end - 76) === END64)
    return read(file, Number(tail.readBigUInt64LE(end - 76 + 48)), Number(tail.readBigUInt64LE(end - 76 + 40)));
  return read(file, begin, bytes);
};

/** The numbers of 64 bits that stand in place of those that were too large. */
const large = (extra: Buffer, plain: readonly number[]): number[] => {
  let at = 4;
  return plain.map((value) => {
    if (value !== FULL32) return value;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  });
};

const placesIn = async (file: FileHandle): Promise<Map<string, Place>> => {
  const directory = await directoryOf(file);
  const places = new Map<string, Place>();
  for (let at = 0; at < directory.length;) {
    if (directory.readUInt32LE(at) !== ENTRY || directory.readUInt16LE(at + 10) !== STORED)
      throw new Error('The archive was packed again by another program. Use it as it was downloaded.');
    const [name, more] = [directory.readUInt16LE(at + 28), directory.readUInt16LE(at + 30)];
    const extra = directory.subarray(at + 46 + name, at + 46 + name + more);
    const plain = [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)];
    const [bytes = 0, , local = 0] = large(extra, plain);
    const header = await read(file, local, 30);
    const begin = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    places.set(directory.toString('utf8', at + 46, at + 46 + name), { begin, bytes });
    at += 46 + name + more;
  }
  return places;
};

/** Opens an archive on this machine and holds every file in it against its list of digests. */
export const openArchive = async (path: string): Promise<ArchiveSource & { readonly close: () => Promise<void> }> => {
  const file = await open(path, 'r');
  const places = await placesIn(file);
  const stream = (name: string) => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`The archive has no ${name}.`);
    if (place.bytes === 0) return undefined;
    return createReadStream(path, { start: place.begin, end: place.begin + place.bytes - 1 });
  };
  const textIn = async (name: string) => {
    const content = stream(name);
    return content === undefined ? '' : text(content);
  };
  const sums = new Map((await textIn(SUMS)).split('\n').map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const name of places.keys()) {
    if (name === SUMS) continue;
    const hash = createHash('sha256');
    for await (const chunk of stream(name) ?? []) hash.update(chunk as Buffer);
    if (hash.digest('hex') !== sums.get(name)) throw new Error(`${name} was altered after the archive was made.`);
  }
  const names = [...places.keys()];
  const gone = [...sums.keys()].find((name) => name !== '' && !places.has(name));
  if (gone !== undefined) throw new Error(`${gone} was taken out after the archive was made.`);
  return {
    text: textIn,
    names: () => names,
    async *chunks(name) {
      for await (const chunk of stream(name) ?? []) yield chunk as Buffer;
    },
    async *lines(name) {
      const content = stream(name);
      if (content !== undefined) yield* createInterface({ input: content, crlfDelay: Infinity });
    },
    close: () => file.close(),
  };
};
