import { useSyncExternalStore } from 'react';
import { v7 } from 'uuid';
import type { Stored } from '#shared/model/record.ts';
import { attachment, MAX_FILE_BYTES } from '#shared/records/attachment.ts';
import { ask } from './client.ts';
import { sentenceOf } from './problem.ts';
import { noteSaved } from './queries.ts';
import { getRecord } from './records.ts';
import { contentTypeOf, putFile, sha256, type UploadTicket } from './upload.ts';

/** One file on its way. It lives outside the components, so leaving the page does not stop it. */
export interface Upload {
  readonly id: string;
  readonly onType: string;
  readonly onId: string;
  readonly file: File;
  /** Of an amendment, where the record is final. */
  readonly reason?: string | undefined;
  readonly step: 'reading' | 'sending' | 'checking' | 'failed';
  readonly share: number;
  readonly message?: string;
}

let uploads: readonly Upload[] = [];
const listeners = new Set<() => void>();
const set = (next: readonly Upload[]) => {
  uploads = next;
  for (const listener of listeners) listener();
};
const update = (id: string, part: Partial<Upload>) =>
  set(uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useUploads = (onId: string): readonly Upload[] =>
  useSyncExternalStore(subscribe, () => uploads).filter((upload) => upload.onId === onId);

/** Why a file need not even be sent. */
export const fileMessage = (file: { readonly type: string; readonly name: string; readonly size: number }) => {
  const options = attachment.fields.contentType.options as Readonly<Record<string, string>>;
  if (!Object.hasOwn(options, contentTypeOf(file)))
    return `“${file.name}” is not a kind of file that can be kept. Use JPEG, PNG, WebP or HEIC photos, or PDF.`;
  if (file.size > MAX_FILE_BYTES)
    return `“${file.name}” is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Make it smaller and try again.`;
  return file.size === 0 ? `“${file.name}” is empty.` : undefined;
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The check takes a second or two; when it takes minutes the list shows the file as being checked. */
const settled = async (id: string): Promise<Stored> => {
  for (let wait = 400; ; wait = Math.min(wait * 1.5, 5000)) {
    const item = await getRecord(attachment, id);
    if (item.values.state !== 'waiting' || wait >= 5000) return item;
    await pause(wait);
  }
};

const send = async ({ id, file, onType, onId, reason }: Upload) => {
  const values = {
    fileName: file.name.slice(0, 200),
    onType,
    onId,
    contentType: contentTypeOf(file),
    bytes: file.size,
    sha256: await sha256(file),
    takenAt: new Date(file.lastModified).toISOString(),
  };
  const { record, upload } = await ask<{ record: Stored; upload?: UploadTicket }>('/attachments', {
    method: 'POST',
    body: { id, values, ...(reason !== undefined && { reason }) },
  });
  if (upload !== undefined && record.values.state === 'waiting') {
    update(id, { step: 'sending', share: 0 });
    await putFile(upload, file, (share) => update(id, { share }));
  }
  update(id, { step: 'checking', share: 1 });
  const item = await settled(id);
  await noteSaved(attachment, item);
  set(uploads.filter((other) => other.id !== id));
};

export const startUpload = (upload: Upload) => {
  const rest = uploads.filter(({ id }) => id !== upload.id);
  const { message: _message, ...fresh } = upload;
  set([...rest, { ...fresh, step: 'reading', share: 0 }]);
  void send(upload).catch((error: unknown) => update(upload.id, { step: 'failed', message: sentenceOf(error) }));
};

export const addFiles = (onType: string, onId: string, files: readonly File[], reason?: string) => {
  for (const file of files) {
    const upload: Upload = { id: v7(), onType, onId, file, reason, step: 'reading', share: 0 };
    const message = fileMessage(file);
    if (message === undefined) startUpload(upload);
    else set([...uploads, { ...upload, step: 'failed', message }]);
  }
};

export const forgetUpload = (id: string) => set(uploads.filter((upload) => upload.id !== id));
