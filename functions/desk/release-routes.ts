import { deskSpecs } from '#functions/lib/http/desk-specs.ts';
import { idOf, oneRecord, type DeedOf } from '#functions/lib/http/record-routes.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { readRecord } from '#functions/lib/usecases/records.ts';
import { copyState, prepareCopy } from './copies.ts';
import { request, type Request } from './keeping.ts';
import { approveCopy, releaseCopy, releaseLink } from './releasing.ts';
import type { Desk } from './routes.ts';

/** A copy is made, reviewed, and goes out. */
export const releasingRoutes = ({ shelves, exportsFunction }: Desk, deedOf: DeedOf): Route[] => [
  route({
    ...deskSpecs.prepare,
    run: async (asked) => {
      const { version, body } = asked;
      const stored = await prepareCopy(deedOf(asked), exportsFunction, idOf(request, asked), version, body.copy);
      return oneRecord(request, stored);
    },
  }),
  route({
    ...deskSpecs.copy,
    run: async (asked) => {
      const deed = deedOf(asked);
      const stored = await readRecord(deed, request, idOf(request, asked));
      const [state, { secondReview }, releases] = await Promise.all([
        copyState(deed, stored.values as Request),
        deed.store.settings(),
        deed.store.desk.releases(stored.id),
      ]);
      return { status: 200, body: { secondReview, ...state, releases } };
    },
  }),
  route({
    ...deskSpecs.approve,
    run: async (asked) => oneRecord(request, await approveCopy(deedOf(asked), idOf(request, asked), asked.version)),
  }),
  route({
    ...deskSpecs.release,
    run: async (asked) =>
      oneRecord(request, await releaseCopy(deedOf(asked), shelves, idOf(request, asked), asked.version)),
  }),
  route({
    ...deskSpecs.releaseDownload,
    run: async (asked) => {
      const deed = deedOf(asked);
      const { id } = await readRecord(deed, request, idOf(request, asked));
      const { release, file } = asked.query;
      const link = await releaseLink(deed, shelves, id, release, file);
      // Written before it is answered: no link without its event.
      await deed.store.access.put(eventOf(asked, 'download', undefined, `Release ${release}, ${file} (${id})`));
      return { status: 200, body: link };
    },
  }),
];
