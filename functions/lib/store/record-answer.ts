import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import { giveBack, textIn, type AnswerBytes } from './answer.ts';
import { fromItem, type Item } from './item.ts';
import { lastIn, readAnswer } from './quick-query.ts';
import { recordReader } from './record-wire.ts';
import { OtherwiseWritten, WireReader } from './wire.ts';

export interface RecordsRead {
  /** To be taken once, and one after another: they are read as they are taken. */
  readonly records: Iterable<Stored>;
  /** Where to go on. Absent when no more are there. */
  readonly last?: string | undefined;
}

const ITEMS = '"Items":[';
/** Inside an item a list is followed by what closes the value that it is: only an answer's next member reads so. */
const AFTER_ITEMS = '],"';
const isCapital = (code: number | undefined) => code !== undefined && code >= 0x41 && code <= 0x5a;

const endOfItems = ({ buffer, length }: AnswerBytes): number => {
  const text = buffer.subarray(0, length);
  for (let at = text.lastIndexOf(AFTER_ITEMS); at > 0; at = text.lastIndexOf(AFTER_ITEMS, at - 1))
    if (isCapital(text[at + AFTER_ITEMS.length])) return at;
  return text.subarray(-2).toString() === ']}' ? length - 2 : -1;
};

/** Where the items of an answer stand. Nothing when it is written otherwise than AWS writes it. */
const placeOfItems = (answer: AnswerBytes): { readonly from: number; readonly to: number } | undefined => {
  const { buffer, length } = answer;
  // Outside of a string no other place can read so: within one its quotes would be escaped.
  const at = buffer.subarray(0, length).indexOf(ITEMS);
  const [from, to] = [at + ITEMS.length, endOfItems(answer)];
  return at === -1 || to < from ? undefined : { from, to };
};

/** So short that V8 keeps it among what is new, where it is cleared away for nothing. */
const PIECE_BYTES = 64 * 1024;
const CLOSE = 0x7d;

/** The text from one place on, so long that it ends behind a bracket and so with a whole character. */
const pieceAt = ({ buffer }: AnswerBytes, from: number, to: number, bytes: number): string => {
  const close = from + bytes < to ? buffer.lastIndexOf(CLOSE, from + bytes) : -1;
  return buffer.toString('utf8', from, close > from ? close + 1 : to);
};

/** The next record, or nothing where the text ends within it. */
const whole = (read: (from: WireReader) => Stored, reader: WireReader): Stored | undefined => {
  try {
    reader.skipComma();
    return read(reader);
  } catch (error) {
    if (error instanceof OtherwiseWritten) return undefined;
    throw error;
  }
};

const declaredIn = (record: AnyRecordType, item: Item): Stored => {
  const { values, ...about } = fromItem(record, item);
  const names = Object.keys(fieldsOf(record)).filter((name) => values[name] !== undefined);
  return { ...about, values: Object.fromEntries(names.map((name) => [name, values[name]])) };
};

function* recordsIn(record: AnyRecordType, answer: AnswerBytes, from: number, to: number): Generator<Stored> {
  const read = recordReader(record);
  let bytes = PIECE_BYTES;
  let at = from;
  while (at < to) {
    const text = pieceAt(answer, at, to, bytes);
    const reader = new WireReader(text, 0);
    let end = 0;
    for (let one = whole(read, reader); one !== undefined; one = whole(read, reader)) {
      yield one;
      end = reader.at;
    }
    if (end === 0 && at + bytes >= to) break;
    // A record is longer than this.
    if (end === 0) bytes *= 2;
    at += Buffer.byteLength(text.slice(0, end));
  }
  const rest = answer.buffer.toString('utf8', at, to);
  giveBack(answer);
  // From where on it is written otherwise.
  if (rest !== '')
    yield* readAnswer(`{${ITEMS}${rest.replace(/^,/, '')}]}`).items.map((item) => declaredIn(record, item));
}

/** The records of an answer. The slower way is for what was written otherwise, by another server than AWS's. */
export const readRecords = (answer: AnswerBytes, record: AnyRecordType): RecordsRead => {
  const place = placeOfItems(answer);
  if (place === undefined) {
    const { items, last } = readAnswer(textIn(answer));
    giveBack(answer);
    return { records: items.map((item) => declaredIn(record, item)), last };
  }
  const { buffer, length } = answer;
  const rest = buffer.toString('utf8', 0, place.from) + buffer.toString('utf8', place.to, length);
  return {
    records: recordsIn(record, answer, place.from, place.to),
    last: lastIn(rest),
  };
};
