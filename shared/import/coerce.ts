import { tidyGeometry } from '../geo/geometry.ts';
import { readWellKnownText } from '../geo/well-known-text.ts';
import type { Field, FieldKind } from '../model/field.ts';
import { cellText, plain } from './plain.ts';

/** A value ready for the field's schema, or a sentence on why there is none. */
export type Coerced = { readonly value: unknown } | { readonly message: string };

const number = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(e[+-]?\d+)?$/i;
const isNumber = (text: string) => number.test(text) && /\d/.test(text);

const asNumber = (text: string): Coerced =>
  isNumber(text)
    ? { value: Number(text.replaceAll(',', '')) }
    : { message: 'This is not a number. Write it like 1234.5, without a unit.' };

const yes = new Set(['yes', 'y', 'true', 't', '1', 'x']);
const no = new Set(['no', 'n', 'false', 'f', '0']);

const asYesNo = (text: string): Coerced => {
  const word = plain(text);
  if (yes.has(word)) return { value: true };
  return no.has(word) ? { value: false } : { message: 'Neither yes nor no.' };
};

const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/;
const american = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ ,T].*)?$/;

const civil = (year: string, month: string, day: string): Coerced => {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
    ? { value: text }
    : { message: 'There is no such day. Write dates as 2026-05-31 or 5/31/2026.' };
};

/** ArcGIS writes dates into GeoJSON as milliseconds since 1970, which no number meant as a year comes near. */
const isEpoch = (text: string) => /^-?\d{11,14}$/.test(text);

const asDate = (text: string): Coerced => {
  const [, year, month, day] = iso.exec(text) ?? [];
  if (year && month && day) return civil(year, month, day);
  const [, m, d, y] = american.exec(text) ?? [];
  if (m && d && y) return civil(y, m, d);
  if (isEpoch(text)) return { value: new Date(Number(text)).toISOString().slice(0, 10) };
  return { message: 'This is not a date. Write dates as 2026-05-31 or 5/31/2026.' };
};

const asDateTime = (text: string): Coerced => {
  if (isEpoch(text)) return { value: new Date(Number(text)).toISOString() };
  const at = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at)
    ? { message: 'This is not a moment in time. Write it as 2026-05-31T14:30:00Z.' }
    : { value: new Date(at).toISOString() };
};

/** By key or label, whatever the case and punctuation. */
const asChoice = (text: string, { options = {} }: Field): Coerced => {
  const word = plain(text);
  const found = Object.entries(options).find(([key, label]) => plain(key) === word || plain(label) === word);
  return found
    ? { value: found[0] }
    : { message: `Not one of the choices. Say in the mapping which one it stands for, or what the rest becomes.` };
};

const asText = (text: string): Coerced => ({ value: text });
const notFromFile = (): Coerced => ({ message: 'This field cannot be filled from a file.' });

/** One line for each kind: a new kind does not compile until it says how it is read from a cell. */
const kinds: { readonly [K in FieldKind]: (text: string, field: Field) => Coerced } = {
  text: asText,
  number: asNumber,
  choice: asChoice,
  date: asDate,
  dateTime: asDateTime,
  yesNo: asYesNo,
  geometry: readWellKnownText,
  link: notFromFile,
  person: notFromFile,
  attributes: notFromFile,
};

/** Kinds that a column or a fixed value can fill. Links and people are ids, which a source file does not know. */
export const fillable = ({ kind, system }: Field): boolean => kinds[kind] !== notFromFile && system !== true;

/** The value of a cell for this field; `value` is undefined when the cell says nothing. */
export const coerce = (field: Field, cell: unknown): Coerced => {
  if (field.kind === 'geometry' && cell !== null && typeof cell === 'object') return { value: tidyGeometry(cell) };
  const text = cellText(cell);
  return text === undefined ? { value: undefined } : kinds[field.kind](text, field);
};
