import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { placeIn, presignDownload, presignUpload, type Bucket } from '#functions/lib/aws/objects.ts';
import { deedOn } from '#functions/lib/http/deed-of.ts';
import { fileSpecs } from '#functions/lib/http/file-specs.ts';
import { idOf, oneRecord, recordRoutes } from '#functions/lib/http/record-routes.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { announceFile, keepFile } from '#functions/lib/usecases/files.ts';
import { readRecord } from '#functions/lib/usecases/records.ts';
import { Problem } from '#shared/model/problem.ts';
import { shown } from '#shared/derive/shown.ts';
import type { Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';

const { attachment } = records;

/** Long enough for 25 MB over a weak mobile signal. */
const UPLOAD_SECONDS = 15 * 60;
const DOWNLOAD_SECONDS = 60;

export interface Buckets {
  readonly quarantine: Bucket;
  readonly attachments: Bucket;
}

export const fileRoutes = (table: Table, buckets: Buckets): Route[] => {
  const deedOf = deedOn(table);
  const readyFile = async (asked: Asked): Promise<Stored> => {
    const stored = await readRecord(deedOf(asked), attachment, idOf(attachment, asked));
    if (stored.values['state'] !== 'ready') throw new Problem('conflict', notReady(stored));
    return stored;
  };
  const link = async ({ principal }: Asked, { id, values }: Stored) => ({
    status: 200,
    body: await presignDownload({
      ...filePlace(buckets.attachments, principal.tenantId, id),
      fileName: String(values['fileName']),
      expiresSeconds: DOWNLOAD_SECONDS,
    }),
  });
  return [
    ...recordRoutes(attachment, deedOf),
    route({
      ...fileSpecs.create,
      run: async (asked) => {
        const { stored, replayed } = await announceFile(
          deedOf(asked, asked.body.reason),
          asked.body.id,
          asked.body.values,
        );
        const upload = await uploadLink(buckets.quarantine, asked.principal.tenantId, stored);
        return {
          status: replayed ? 200 : 201,
          version: stored.version,
          body: { record: shown(attachment, stored), upload },
        };
      },
    }),
    route({
      ...fileSpecs.keep,
      run: async (asked) =>
        oneRecord(attachment, await keepFile(deedOf(asked, asked.body.reason), idOf(attachment, asked), asked.version)),
    }),
    route({
      ...fileSpecs.download,
      run: async (asked) => {
        const stored = await readyFile(asked);
        // Written first: no link without its event.
        await tenantStore(table, asked.principal).access.put(eventOf(asked, 'download', undefined, told(stored)));
        return link(asked, stored);
      },
    }),
    route({
      ...fileSpecs.view,
      run: async (asked) => {
        const stored = await readyFile(asked);
        const { memberId, sessionId } = asked.principal;
        await tenantStore(table, asked.principal).access.view(
          { memberId, sessionId, fileId: stored.id },
          eventOf(asked, 'view', undefined, told(stored)),
        );
        return link(asked, stored);
      },
    }),
  ];
};

/** Which file, for an event. */
const told = ({ id, values }: Stored): string => `${String(values['fileName'])} (${id})`;

const notReady = ({ values }: Stored): string =>
  values['state'] === 'held'
    ? `The file is held back. ${String(values['held'])} Say why it must stay, or archive it.`
    : values['state'] === 'refused'
      ? `The file was refused. ${String(values['refusal'])}`
      : 'The file is still being checked. Try again in a moment.';

const filePlace = (bucket: Bucket, tenantId: string, id: string) => placeIn(bucket, tenantId, fileKey(tenantId, id));

const uploadLink = (bucket: Bucket, tenantId: string, { id, values }: Stored) =>
  presignUpload({
    ...filePlace(bucket, tenantId, id),
    contentType: String(values['contentType']),
    bytes: Number(values['bytes']),
    sha256Hex: String(values['sha256']),
    expiresSeconds: UPLOAD_SECONDS,
  });
