import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { placeIn, type Bucket } from '#functions/lib/aws/objects.ts';
import { deedOn } from '#functions/lib/http/deed-of.ts';
import { fileSpecs } from '#functions/lib/http/file-specs.ts';
import { idOf } from '#functions/lib/http/record-routes.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { keptBytes } from '#functions/lib/redaction/kept.ts';
import type { Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { permitDuty } from '#functions/lib/usecases/deed.ts';
import { readRecord } from '#functions/lib/usecases/records.ts';
import { Problem } from '#shared/model/problem.ts';
import { records } from '#shared/records/index.ts';
import { drawPage } from './drawing.ts';

const { attachment } = records;

/** Pages of PDFs as pictures, for whoever marks what must not go out. The file itself stays where it is. */
export const pageRoutes = (table: Table, attachments: Bucket): Route[] => {
  const deedOf = deedOn(table);
  return [
    route({
      ...fileSpecs.page,
      run: async (asked) => {
        const deed = deedOf(asked);
        permitDuty(deed, 'redactCopies');
        const { id, values } = await readRecord(deed, attachment, idOf(attachment, asked));
        const { tenantId } = asked.principal;
        if (values['contentType'] !== 'application/pdf') throw new Problem('conflict', 'Only PDFs have pages.');
        if (values['state'] !== 'ready') throw new Problem('conflict', 'The content of this file was not cleared.');
        const bytes = await keptBytes(placeIn(attachments, tenantId, fileKey(tenantId, id)));
        if (bytes === undefined) throw new Problem('not-found', 'This file is recorded, but it is not in the store.');
        const page = await drawPage(bytes, asked.query.number);
        // Before the answer: nobody sees a page without its event.
        const { memberId, sessionId } = asked.principal;
        const event = eventOf(asked, 'view', undefined, `${String(values['fileName'])} (${id})`);
        await deed.store.access.view({ memberId, sessionId, fileId: id }, event);
        return { status: 200, body: page };
      },
    }),
  ];
};
