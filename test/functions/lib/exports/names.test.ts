import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileNameOf, folderOf, pathSafe } from '#functions/lib/exports/names.ts';
import { records } from '#shared/records/index.ts';

const id = '0199b000-0000-7000-8000-000000000001';

it.each([
  ['CB-101', 'CB-101'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\Windows', 'C--Windows'],
  ['  Mill   Run\r\nCommons. ', 'Mill Run Commons'],
  ['photo\u202Egpj.exe', 'photo gpj.exe'],
  ['=cmd|calc', '=cmd-calc'],
  ['…', '…'],
  ['', ''],
])('%j becomes %j in a path', (text, path) => {
  expect(pathSafe(text)).toBe(path);
});

it('no text of people leads out of its folder or hides what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (name, title) => {
      const folder = folderOf(records.site, { id, values: { name: title } });
      const file = fileNameOf({ id, values: { fileName: name } });
      expect(folder).toMatch(/^sites\/[^/]+$/);
      expect(folder.endsWith(id)).toBe(true);
      expect(file).toContain(id);
      for (const part of [folder.slice('sites/'.length), file]) {
        expect(part).not.toMatch(/[\p{C}<>:"/\\|?*]|^[.~-]|[. ]$/u);
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
      }
    }),
  );
});

it('a file keeps its own name and extension', () => {
  expect(fileNameOf({ id, values: { fileName: 'sump.north.JPG' } })).toBe(`sump.north_${id}.JPG`);
  expect(fileNameOf({ id, values: { fileName: '.hidden' } })).toBe(`hidden_${id}`);
  expect(fileNameOf({ id, values: {} })).toBe(id);
});
