import { useMutation, useQuery } from '@tanstack/react-query';
import type { Stored } from '#shared/model/record.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { viewQuery } from '#web/data/queries.ts';
import { downloadLink } from '#web/data/records.ts';
import { RecordLink } from '#web/fields/record-link.tsx';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { HeldFile } from './held-file.tsx';

const pictures = new Set(['image/jpeg', 'image/png', 'image/webp']);

const Preview = ({ item }: { readonly item: Stored }) => {
  const { data } = useQuery(viewQuery(item.id));
  return data ? <img className="file-large" src={data.url} alt={String(item.values.fileName)} /> : null;
};

/** One file: the picture, and a link made on request that lives for minutes. */
export const FileView = ({ item }: { readonly item: Stored }) => {
  const { state, refusal, contentType, onType, onId } = item.values;
  const download = useMutation({
    mutationFn: () => downloadLink(item.id),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <Panel title="The file">
      <p>
        On: <RecordLink to={String(onType)} id={String(onId)} />
      </p>
      {state === 'waiting' && (
        <Alert tone="info">
          <p>This file is being checked. It can be opened once that is done.</p>
        </Alert>
      )}
      {state === 'held' && <HeldFile item={item} />}
      {state === 'refused' && (
        <Alert tone="error" title="This file was refused">
          <p>{typeof refusal === 'string' ? refusal : 'It cannot be kept.'}</p>
        </Alert>
      )}
      {state === 'ready' && pictures.has(String(contentType)) && <Preview item={item} />}
      {download.error && (
        <Alert tone="error">
          <p>{sentenceOf(download.error)}</p>
        </Alert>
      )}
      {state === 'ready' && (
        <Button icon="export" busy={download.isPending} onClick={() => download.mutate()}>
          Download
        </Button>
      )}
    </Panel>
  );
};
