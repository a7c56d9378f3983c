import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { v7 } from 'uuid';
import { shownSections } from '#shared/derive/sections.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { isWithheld } from '#shared/model/withheld.ts';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { recordNamed } from '#shared/records/index.ts';
import { useWords } from '#web/app/session.ts';
import { previewQuery, type Preview } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { Show } from '#web/fields/show.tsx';
import { titleOf } from '#web/fields/title.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading, Tag } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { DeletionList } from './deletion-list.tsx';
import { fileDeletions } from './file-deletions.ts';
import { useFileLimits } from './file-limits.ts';
import { FileList } from './file-list.tsx';
import { GroundDialog, type Ground } from './ground-dialog.tsx';
import { Neighbours } from './neighbours.tsx';
import { lastGround, useRedactions } from './use-redactions.ts';

const route = getRouteApi('/shell/public-records-requests/$requestId/preview/$recordType/$recordId');

/** What is about to be removed: words, a field, the record, or a file of it. */
export type Removing =
  | { readonly what: 'words'; readonly words: string }
  | { readonly what: 'field'; readonly field: string }
  | { readonly what: 'record' }
  | { readonly what: 'file'; readonly file: string; readonly name: string };

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** One value of the copy. What was removed stands in brackets at its place, so nothing depends on colour. */
const Copied = ({
  record,
  name,
  value,
}: {
  readonly record: AnyRecordType;
  readonly name: string;
  readonly value: unknown;
}) => {
  const field = fieldsOf(record)[name];
  if (isWithheld(value)) return <span className="withheld">{value.redacted}</span>;
  return field ? <Show field={field} value={value} /> : null;
};

const Fields = ({
  record,
  preview,
  onRemove,
}: {
  readonly record: AnyRecordType;
  readonly preview: Preview;
  readonly onRemove: (what: Removing) => void;
}) => {
  const { values } = preview.record;
  const names = shownSections(record, values)
    .flatMap(({ fields }) => fields)
    .filter((name) => values[name] !== undefined);
  return (
    <table className="plain-table side-by-side">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">As it is kept</th>
          <th scope="col">What goes out</th>
          <th scope="col">
            <span className="hidden-text">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const field = fieldsOf(record)[name];
          const copied = preview.copy?.values[name];
          if (field === undefined) return null;
          const kept = same(copied, values[name]);
          return (
            <tr key={name} className={kept ? undefined : 'is-cut'}>
              <th scope="row">{field.label}</th>
              <td data-label="As it is kept">
                <Show field={field} value={values[name]} />
              </td>
              <td data-label="What goes out">
                {preview.copy === undefined ? (
                  <span className="withheld">Withheld with the record</span>
                ) : (
                  <Copied record={record} name={name} value={copied} />
                )}
              </td>
              <td>
                {field.publicByRule ? (
                  <span className="help">Public by rule</span>
                ) : preview.copy !== undefined && !isWithheld(copied) ? (
                  <Button look="quiet" onClick={() => onRemove({ what: 'field', field: name })}>
                    Withhold<span className="hidden-text"> {field.label}</span>
                  </Button>
                ) : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

const ruleFor = (removing: Removing, record: AnyRecordType, id: string, ground: Ground, words: string): Rule => {
  const base = { id: v7(), ...ground };
  switch (removing.what) {
    case 'words':
      return { ...base, kind: 'terms', terms: [words] };
    case 'field':
      return { ...base, kind: 'fields', recordType: record.name, fields: [removing.field], only: [id] };
    case 'record':
      return { ...base, kind: 'records', recordType: record.name, only: [id] };
    case 'file':
      return { ...base, kind: 'files', only: [removing.file] };
  }
};

const titleOfRemoval = (removing: Removing, record: AnyRecordType): string =>
  ({
    words: () => 'Remove words',
    field: () => `Withhold: ${removing.what === 'field' ? (fieldsOf(record)[removing.field]?.label ?? '') : ''}`,
    record: () => `Withhold this ${record.label.one.toLowerCase()} whole`,
    file: () => `Withhold the file ${removing.what === 'file' ? removing.name : ''}`,
  })[removing.what]();

const Shown = ({
  requestId,
  record,
  id,
  preview,
}: {
  readonly requestId: string;
  readonly record: AnyRecordType;
  readonly id: string;
  readonly preview: Preview;
}) => {
  const [removing, setRemoving] = useState<Removing>();
  const { query, add } = useRedactions(requestId);
  const rules = query.data?.rules ?? [];
  const { limits, error: unknown } = useFileLimits(preview.files, rules);
  return (
    <>
      {preview.refusals.length > 0 && (
        <Alert tone="error" title="A rule goes too far">
          {preview.refusals.map(({ field, message }) => (
            <p key={field}>{message}</p>
          ))}
        </Alert>
      )}
      {preview.copy === undefined && (
        <Alert tone="warning" title="This record is withheld whole">
          <p>The copy says that it was withheld, and by which exemption.</p>
        </Alert>
      )}
      {unknown && (
        <Alert tone="error" title="It is not known of every picture whether the copy can show it">
          <p>{sentenceOf(unknown)}</p>
        </Alert>
      )}
      <div className="actions desk-steps">
        <Button
          look="outline"
          onClick={() => setRemoving({ what: 'words', words: getSelection()?.toString().trim().slice(0, 200) ?? '' })}
        >
          Remove words
        </Button>
        {preview.copy !== undefined && (
          <Button look="quiet" onClick={() => setRemoving({ what: 'record' })}>
            Withhold the whole record
          </Button>
        )}
      </div>
      <p className="help">
        Mark words in a text first and they are taken over. Words that are removed here are removed wherever else they
        stand in the copy.
      </p>
      <Panel title="Side by side">
        <Fields record={record} preview={preview} onRemove={setRemoving} />
      </Panel>
      <Panel title="Files on it">
        {query.isPending ? (
          <Loading />
        ) : (
          <FileList
            requestId={requestId}
            preview={preview}
            recordType={record.name}
            rules={rules}
            limits={limits}
            onRemove={setRemoving}
          />
        )}
      </Panel>
      <Panel title="What was removed">
        <DeletionList
          deletions={[...preview.deletions, ...fileDeletions(preview.files, query.data ?? { rules }, limits)]}
        />
      </Panel>
      {removing && (
        <GroundDialog
          title={titleOfRemoval(removing, record)}
          about={<p>It stays in your records as it is. Only the copy goes without it.</p>}
          first={lastGround(query.data)}
          {...(removing.what === 'words' ? { words: removing.words } : {})}
          save={(ground, words) => add(ruleFor(removing, record, id, ground, words))}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </>
  );
};

/** A record as it is kept beside the copy that goes out. */
export const PreviewScreen = () => {
  const { requestId, recordType, recordId } = route.useParams();
  const words = useWords();
  const record = recordNamed(recordType);
  const { data, error } = useQuery(previewQuery(requestId, { recordType, id: recordId }));
  const title = record && data ? titleOf(record, data.record.values, words) : 'What goes out';
  return (
    <>
      <PageHeading
        title={title}
        within={publicRecordsRequest.label.many}
        above={
          <nav aria-label="Breadcrumb" className="crumbs">
            <Link to="/public-records-requests/$requestId/desk" params={{ requestId }}>
              <Icon name="back" />
              Records for the request
            </Link>
            {record && <Tag>{record.label.one}</Tag>}
          </nav>
        }
      />
      <Neighbours requestId={requestId} recordType={recordType} recordId={recordId} />
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : record === undefined || data === undefined ? (
        <Loading />
      ) : (
        <Shown key={recordId} requestId={requestId} record={record} id={recordId} preview={data} />
      )}
    </>
  );
};
