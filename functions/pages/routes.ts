import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { placeIn, type Bucket } from '#functions/lib/aws/objects.ts';
import { deedOn } from '#functions/lib/http/deed-of.ts';
import { fileSpecs } from '#functions/lib/http/file-specs.ts';
import { idOf } from '#functions/lib/http/record-routes.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { copyLimitsOf } from '#functions/lib/redaction/copy-limits.ts';
import { keptBytes } from '#functions/lib/redaction/kept.ts';
import type { Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { permitDuty } from '#functions/lib/usecases/deed.ts';
import { readRecord } from '#functions/lib/usecases/records.ts';
import { Problem } from '#shared/model/problem.ts';
import { records } from '#shared/records/index.ts';
import { drawPage } from './drawing.ts';

const { attachment } = records;
const PDF = 'application/pdf';

/** Pages of PDFs as pictures, for whoever marks what must not go out, and whether it can. The file itself stays where it is. */
export const pageRoutes = (table: Table, attachments: Bucket): Route[] => {
  const deedOf = deedOn(table);
  const checked = async (asked: Asked, isKind: (contentType: string) => boolean, otherwise: string) => {
    const deed = deedOf(asked);
    permitDuty(deed, 'redactCopies');
    const { id, values } = await readRecord(deed, attachment, idOf(attachment, asked));
    const { tenantId } = asked.principal;
    const contentType = String(values['contentType']);
    if (!isKind(contentType)) throw new Problem('conflict', otherwise);
    if (values['state'] !== 'ready') throw new Problem('conflict', 'The content of this file was not cleared.');
    const bytes = await keptBytes(placeIn(attachments, tenantId, fileKey(tenantId, id)));
    if (bytes === undefined) throw new Problem('not-found', 'This file is recorded, but it is not in the store.');
    return { deed, id, fileName: String(values['fileName']), contentType, bytes };
  };
  return [
    route({
      ...fileSpecs.page,
      run: async (asked) => {
        const { deed, id, fileName, bytes } = await checked(asked, (type) => type === PDF, 'Only PDFs have pages.');
        const page = await drawPage(bytes, asked.query.number);
        // Before the answer: nobody sees a page without its event.
        const { memberId, sessionId } = asked.principal;
        const event = eventOf(asked, 'view', undefined, `${fileName} (${id})`);
        await deed.store.access.view({ memberId, sessionId, fileId: id }, event);
        return { status: 200, body: page };
      },
    }),
    route({
      ...fileSpecs.copyLimits,
      run: async (asked) => {
        const { contentType, bytes } = await checked(
          asked,
          (type) => type !== PDF,
          'This is asked of pictures alone: every page of a PDF can be marked.',
        );
        return { status: 200, body: copyLimitsOf(contentType, bytes) };
      },
    }),
  ];
};
