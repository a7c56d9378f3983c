import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { memorySource, readAll } from '#functions/lib/redaction/bytes-source.ts';
import { Search, SECTION } from '#functions/lib/redaction/search.ts';
import { BadZip, zipEntries } from '#functions/lib/redaction/zip-entries.ts';
import { aPdf, aPhoto, aPng, HIDDEN } from '#test/support/files-with-secrets.ts';

const NAME = 'José Núñez';
const PHONE = '(402) 555-0199';
const search = new Search([NAME, PHONE, HIDDEN, 'Łukasz Nowak'], ['Xu']);

async function* chunks(bytes: Uint8Array, size: number) {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const found = (bytes: Uint8Array, { size = 1_000_000, isText = true } = {}) =>
  search.inStream(chunks(bytes, size), isText);

const html = (text: string) => Array.from(text, (c) => `&#${c.codePointAt(0)};`).join('');
const json = (text: string) => Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('the search of a finished file finds a value', () => {
  it.each([
    ['as it is', Buffer.from(`x ${NAME} y`)],
    ['in capitals, without accents', Buffer.from('JOSE NUNEZ')],
    ['with other spaces', Buffer.from('José\n\u00a0 Núñez')],
    ['at the start of a line of JSON', Buffer.from('{"a":"Call\\nJosé Núñez"}')],
    ['as JSON escapes', Buffer.from(json(NAME))],
    ['as HTML', Buffer.from(html(NAME))],
    ['as an address', Buffer.from(encodeURIComponent(NAME))],
    ['in quotes of CSV', Buffer.from('"say ""José Núñez"""')],
    ['as base64', Buffer.from(`data:${Buffer.from(`Report of ${NAME}, page 1`).toString('base64')}`)],
    ['as hexadecimal digits', Buffer.from(Buffer.from(NAME).toString('hex'))],
    ['as UTF-16', Buffer.from(NAME, 'utf16le')],
    ['as UTF-16, high byte first', be(NAME)],
    ['of another script as UTF-16', be('Łukasz Nowak')],
    [
      'of another script as UTF-16 at an odd place',
      Buffer.concat([Buffer.from('x'), Buffer.from('Łukasz Nowak', 'utf16le')]),
    ],
    ['of digits, grouped in another way', Buffer.from('tel. 402.555.0199')],
    ['of digits, ungrouped', Buffer.from('"phone":"4025550199"')],
    ['of digits with the country code', Buffer.from('+1 402 555 0199')],
    ['packed by gzip', gzipSync(NAME)],
    ['in a zip in the file', Buffer.from(zipSync({ 'a.txt': Buffer.from(NAME) }))],
    ['in the EXIF data of a photo', aPhoto()],
    ['in the packed text of a PNG', aPng()],
    ['in the packed text of a PDF', aPdf('José Núñez'.normalize('NFD').replace(/\p{M}/gu, ''))],
  ])('%s', async (_how, bytes) => {
    expect(await found(bytes)).toBe(true);
  });

  it('wherever the file is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 0, max: 3000 }), async (size, at) => {
        const bytes = Buffer.concat([Buffer.alloc(at, 'a '), Buffer.from(` ${NAME} `), Buffer.alloc(3000, 'b ')]);
        expect(await found(bytes, { size })).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('across the windows of a long file', async () => {
    for (const shift of [0, 5, 9]) {
      const bytes = Buffer.alloc(3 * 1024 * 1024, 'word ');
      Buffer.from(` ${NAME} `).copy(bytes, 1024 * 1024 - shift);
      expect(await found(bytes, { size: 64 * 1024 })).toBe(true);
    }
  });

  it('across two sections of a file that is larger than any is searched in one go', async () => {
    const at = SECTION - 6;
    const value = Buffer.from(` ${NAME} `);
    const size = 2 * SECTION + 10;
    const file = {
      size,
      chunks: async function* (from: number, to: number) {
        await Promise.resolve();
        // Only the beginning of the second section is ever asked for: the first would take seconds.
        const bytes = Buffer.alloc(Math.min(to, from + 1_000_000) - from, 'word ');
        if (from <= at && at + value.length <= from + bytes.length) value.copy(bytes, at - from);
        yield bytes;
      },
    };
    expect(await search.inSection(file, 1, true)).toEqual({ has: true, isLast: false });
    expect(await search.inSection(file, 2, true)).toEqual({ has: false, isLast: true });
  });

  it('that is short only as a word of a text', async () => {
    expect(await found(Buffer.from('told Xu about it'))).toBe(true);
    expect(await found(Buffer.from('Xunil'))).toBe(false);
    expect(await found(Buffer.from('told Xu about it'), { isText: false })).toBe(false);
  });
});

describe('the search of a finished file lets pass', () => {
  it('whatever does not hold the values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        expect(await found(Buffer.concat([Buffer.from('zz'), bytes]))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('but not what it cannot read to its end', async () => {
    const broken = gzipSync('x'.repeat(1000)).subarray(0, 20);
    await expect(found(broken)).rejects.toThrow('could not be read');
  });
});

describe('the entries of a zip', () => {
  it('come by name with their content, packed or not', async () => {
    const content = Buffer.from('y'.repeat(5000));
    const zip = zipSync({ 'a/b.txt': content, 'c.bin': [content, { level: 0 }] });
    const seen: [string, number][] = [];
    for await (const { name, open } of zipEntries(memorySource(zip))) {
      let size = 0;
      for await (const chunk of open()) size += chunk.byteLength;
      seen.push([name, size]);
    }
    expect(seen).toEqual([
      ['a/b.txt', 5000],
      ['c.bin', 5000],
    ]);
  });

  it('come from any of them on, as a search goes on that was handed over', async () => {
    const names = Array.from({ length: 5 }, (_, n) => `folder/${'n'.repeat(n)}${n}.txt`);
    const zip = zipSync(Object.fromEntries(names.map((name) => [name, [Buffer.from(name), { level: 0 }]])));
    let from;
    for await (const { name, next } of zipEntries(memorySource(zip))) if (name === names[1]) from = next;
    const rest = [];
    for await (const { name, stored } of zipEntries(memorySource(zip), from)) {
      const file = await stored();
      rest.push([name, file && (await readAll(file, 0, file.size)).toString()]);
    }
    expect(rest).toEqual(names.slice(2).map((name) => [name, name]));
  });

  it('are refused when the list of them is damaged', async () => {
    const zip = zipSync({ 'a.txt': Buffer.from('x') }).subarray(0, -10);
    const read = async () => {
      for await (const entry of zipEntries(memorySource(zip))) entry.open();
    };
    await expect(read()).rejects.toThrow(BadZip);
  });
});
