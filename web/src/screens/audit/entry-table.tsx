import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { verbText } from '#shared/model/verb.ts';
import { recordNamed } from '#shared/records/index.ts';
import type { ListedEntry } from '#web/data/audit.ts';
import { momentText, type Words } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Entry, usePersonText } from './entry.tsx';

const keyOf = ({ type, id, version, late }: ListedEntry) => `${type} ${id} ${version} ${late ? 'late' : ''}`;

/** The first version sets every field: naming them all says nothing. */
const fieldsText = (record: AnyRecordType, { verb, fields }: ListedEntry) =>
  verb === 'create' ? '' : fields.map((name) => fieldsOf(record)[name]?.label ?? name).join(', ');

interface RowProps {
  readonly entry: ListedEntry;
  readonly record: AnyRecordType;
  readonly words: Words;
  readonly onOpen: (title: string) => void;
}

const Row = ({ entry, record, words, onOpen }: RowProps) => {
  const personText = usePersonText();
  const title = words.title(entry.type, entry.id) ?? '';
  const name = title === '' ? record.label.one : `${record.label.one}: ${title}`;
  return (
    <tr>
      <td>{momentText(entry.at, words.zone)}</td>
      <td>
        <strong>{verbText(entry.verb)}</strong>
        {entry.reason !== undefined && <span className="reason">Reason: {entry.reason}</span>}
      </td>
      <td>
        <Link to="/$list/$recordId" params={{ list: record.path, recordId: entry.id }}>
          {name}
        </Link>
      </td>
      <td>{fieldsText(record, entry)}</td>
      <td>{personText(entry)}</td>
      <td>
        <Button look="outline" onClick={() => onOpen(`${name}, version ${entry.version}`)}>
          Open
          <span className="hidden-text">
            {' '}
            version {entry.version} of {name}
          </span>
        </Button>
      </td>
    </tr>
  );
};

/** On a phone each row is a block of its own. */
export const EntryTable = ({ entries, words }: { readonly entries: readonly ListedEntry[]; readonly words: Words }) => {
  const [open, setOpen] = useState<{ entry: ListedEntry; record: AnyRecordType; title: string }>();
  return (
    <>
      <table className="plain-table file-table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Record</th>
            <th scope="col">Fields</th>
            <th scope="col">Person</th>
            <th scope="col">
              <span className="hidden-text">Before and after</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const record = recordNamed(entry.type);
            return (
              record && (
                <Row
                  key={keyOf(entry)}
                  entry={entry}
                  record={record}
                  words={words}
                  onOpen={(title) => setOpen({ entry, record, title })}
                />
              )
            );
          })}
        </tbody>
      </table>
      {open && <Entry {...open} listed={open.entry} onClose={() => setOpen(undefined)} />}
    </>
  );
};
