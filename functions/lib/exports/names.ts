import type { AnyRecordType, Stored } from '#shared/model/record.ts';

/** Windows takes 260 characters for a whole path, of which ids and folders need some 130. */
const LONGEST = 40;

/**
 * Text of people as part of a path on any system: no separators, nothing invisible or that turns the direction of
 * reading, nothing that Windows refuses. What follows it (an id) keeps it from being a name that Windows reserves.
 */
export const pathSafe = (text: string): string => {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[<>:"/\\|?*]/g, '-');
  return Array.from(plain)
    .slice(0, LONGEST)
    .join('')
    .replace(/^[. ~-]+|[. ]+$/g, '');
};

/** The folder of a record: its title for people, its id so that no two are the same. */
export const folderOf = (record: AnyRecordType, { id, values }: Pick<Stored, 'id' | 'values'>): string => {
  const title = values[record.title];
  const said = typeof title === 'string' ? pathSafe(title) : '';
  return `${record.path}/${said === '' ? id : `${said}_${id}`}`;
};

/** A photo or document in its record's folder: its own name, and its id, since two may have the same name. */
export const fileNameOf = ({ id, values }: Pick<Stored, 'id' | 'values'>): string => {
  const name = typeof values['fileName'] === 'string' ? values['fileName'] : '';
  const dot = name.lastIndexOf('.');
  const stem = pathSafe(dot > 0 ? name.slice(0, dot) : name);
  const extension =
    dot > 0
      ? name
          .slice(dot + 1)
          .replace(/[^A-Za-z0-9]/g, '')
          .slice(0, 8)
      : '';
  return `${stem === '' ? '' : `${stem}_`}${id}${extension === '' ? '' : `.${extension}`}`;
};
