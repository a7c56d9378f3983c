import { unzipSync } from 'fflate';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { directoryEnd, directoryLine, localHeader } from '#functions/lib/exports/zip/headers.ts';

const at = new Date('2026-05-04T15:30:08Z');

/** A zip of many small files, as the bundle writes them. */
const zipOf = (count: number): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (let n = 0; n < count; n += 1) {
    const content = Buffer.from(`record ${n}`);
    const facts = { path: `records/é/${n}.json`, bytes: content.length, crc32: crc32(content) };
    directory.push(directoryLine(facts, at, offset));
    parts.push(localHeader(facts, at), content);
    offset = parts.slice(-2).reduce((sum, { length }) => sum + length, offset);
  }
  const lines = Buffer.concat(directory);
  return Buffer.concat([...parts, lines, directoryEnd(count, offset, lines.length)]);
};

it.each([0, 1, 65_534, 65_535, 70_000])('a zip of %i files is read by others', (count) => {
  const files = unzipSync(zipOf(count));
  expect(Object.keys(files)).toHaveLength(count);
  if (count > 0) expect(Buffer.from(files[`records/é/${count - 1}.json`] ?? []).toString()).toBe(`record ${count - 1}`);
});

it('sizes and places beyond 4 GB stand in the fields of ZIP64', () => {
  const facts = { path: 'structures.csv', bytes: 5_000_000_000, crc32: 7 };
  const local = localHeader(facts, at);
  expect([local.readUInt32LE(18), local.readUInt32LE(22)]).toEqual([0xffffffff, 0xffffffff]);
  expect(local.readUInt16LE(28)).toBe(20);
  const line = directoryLine(facts, at, 6_000_000_000);
  const extra = line.subarray(46 + facts.path.length);
  expect([extra.readUInt16LE(0), extra.readUInt16LE(2)]).toEqual([1, 24]);
  expect([4, 12, 20].map((place) => Number(extra.readBigUInt64LE(place)))).toEqual([5e9, 5e9, 6e9]);
  const end = directoryEnd(3, 6_000_000_000, 300);
  expect(Number(end.readBigUInt64LE(48))).toBe(6e9);
  // The locator behind the record of 56 bytes says where that begins.
  expect(Number(end.readBigUInt64LE(56 + 8))).toBe(6_000_000_300);
});
