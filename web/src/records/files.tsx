import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { attachment, MAX_FILE_BYTES } from '#shared/records/attachment.ts';
import { useMay } from '#web/app/session.ts';
import { addFiles, fileMessage, forgetUpload, startUpload, useUploads, type Upload } from '#web/data/attachments.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { viewQuery, listQuery } from '#web/data/queries.ts';
import { sizeText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading, ProgressBar, Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { useAmends } from './amends.ts';
import { FileReason } from './file-reason.tsx';

/** Pictures that browsers draw. HEIC is kept as it was taken, and shown by name. */
const drawable = new Set(['image/jpeg', 'image/png', 'image/webp']);
const accepted = Object.keys(attachment.fields.contentType.options).join(',');

const Picture = ({ item }: { readonly item: Stored }) => {
  const { data } = useQuery(viewQuery(item.id));
  return data ? <img src={data.url} alt="" loading="lazy" decoding="async" /> : <Icon name="camera" />;
};

const FileTile = ({ item }: { readonly item: Stored }) => {
  const { fileName, contentType, bytes, state, refusal } = item.values;
  const ready = state === 'ready';
  return (
    <li className="file-tile">
      <Link to="/$list/$recordId" params={{ list: attachment.path, recordId: item.id }}>
        <span className="file-picture">
          {ready && drawable.has(String(contentType)) ? <Picture item={item} /> : <Icon name="file" />}
        </span>
        <span className="file-name">{String(fileName)}</span>
      </Link>
      {ready ? (
        <span className="help">{sizeText(Number(bytes))}</span>
      ) : state === 'held' ? (
        <Tag tone="bad">Held back</Tag>
      ) : state === 'refused' ? (
        <span>
          <Tag tone="bad">Refused</Tag> {typeof refusal === 'string' ? refusal : 'This file cannot be kept.'}
        </span>
      ) : (
        <Tag tone="info">Being checked</Tag>
      )}
    </li>
  );
};

const steps = { reading: 'Reading', sending: 'Sending', checking: 'Checking', failed: '' } as const;

const UploadRow = ({ upload }: { readonly upload: Upload }) =>
  upload.step === 'failed' ? (
    <Alert tone="error" title={`${upload.file.name} was not added`}>
      <p>{upload.message}</p>
      <div className="actions">
        {fileMessage(upload.file) === undefined && (
          <Button look="outline" onClick={() => startUpload(upload)}>
            Try again
          </Button>
        )}
        <Button look="quiet" onClick={() => forgetUpload(upload.id)}>
          Leave it out
        </Button>
      </div>
    </Alert>
  ) : (
    <ProgressBar
      label={`${steps[upload.step]} ${upload.file.name}`}
      share={upload.step === 'sending' ? upload.share : undefined}
    />
  );

const AddFiles = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const camera = useRef<HTMLInputElement>(null);
  const disk = useRef<HTMLInputElement>(null);
  const amends = useAmends(record, item.values);
  const [waiting, setWaiting] = useState<readonly File[]>([]);
  const take = (input: HTMLInputElement) => {
    const files = [...(input.files ?? [])];
    if (amends === undefined) addFiles(record.name, item.id, files);
    else setWaiting(files);
    input.value = '';
  };
  return (
    <>
      <input
        ref={camera}
        hidden
        type="file"
        aria-label="Take a photo"
        accept="image/*"
        capture="environment"
        onChange={(e) => take(e.target)}
      />
      <input
        ref={disk}
        hidden
        type="file"
        aria-label="Choose files"
        multiple
        accept={`${accepted},.heic`}
        onChange={(e) => take(e.target)}
      />
      <div className="actions">
        <Button icon="camera" onClick={() => camera.current?.click()}>
          Add photo
        </Button>
        <Button look="outline" icon="attachment" onClick={() => disk.current?.click()}>
          Choose files
        </Button>
      </div>
      <p className="help">
        Photos and PDF, up to {MAX_FILE_BYTES / 1_048_576} MB each. Leave out anything with social security or card
        numbers.
      </p>
      {amends !== undefined && waiting.length > 0 && (
        <FileReason
          amends={amends}
          files={waiting}
          onAdd={(reason) => addFiles(record.name, item.id, waiting, reason)}
          onClose={() => setWaiting([])}
        />
      )}
    </>
  );
};

const holders = attachment.fields.onType.options as Readonly<Record<string, string>>;

/** Photos and documents on a record. Anyone who may enter inspections may add them. */
export const Files = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const holds = Object.hasOwn(holders, record.name);
  const query = useInfiniteQuery({ ...listQuery(attachment, 'onId', item.id), enabled: holds });
  const uploads = useUploads(item.id);
  const may = useMay();
  if (!holds) return null;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title="Photos and files">
      {may.do('attachFiles') && item.archivedAt === undefined && <AddFiles record={record} item={item} />}
      <div aria-live="polite">
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </div>
      {query.error && (
        <Alert tone="error">
          <p>{sentenceOf(query.error)}</p>
        </Alert>
      )}
      {query.isPending ? (
        <Loading />
      ) : (
        items.length === 0 && uploads.length === 0 && <p className="none">No files yet.</p>
      )}
      {items.length > 0 && (
        <ul className="file-grid">
          {items.map((file) => (
            <FileTile key={file.id} item={file} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button look="outline" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more files
        </Button>
      )}
    </Panel>
  );
};
