import { deedOn } from '#functions/lib/http/deed-of.ts';
import { deskSpecs } from '#functions/lib/http/desk-specs.ts';
import { idOf, oneRecord, recordRoutes, type DeedOf } from '#functions/lib/http/record-routes.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import type { Table } from '#functions/lib/store/index.ts';
import { chooseMatching, chooseRecords, chosenCounts, chosenPage, takeOutRecords } from './choosing.ts';
import { changeRequest, openRequest, request } from './keeping.ts';
import { previewRecord, redactionsOf, setRedactions } from './redacting.ts';
import { extendRequest, moveRequest } from './moving.ts';
import { releasingRoutes } from './release-routes.ts';
import type { Shelves } from './releasing.ts';

export interface Desk {
  readonly table: Table;
  readonly shelves: Shelves;
  readonly exportsFunction: string;
}

export const deskRoutes = (desk: Desk): Route[] => {
  const deedOf = deedOn(desk.table);
  return [
    ...recordRoutes(request, deedOf, { create: openRequest, change: changeRequest }),
    route({
      ...deskSpecs.move,
      run: async (asked) => {
        const deed = deedOf(asked, asked.body.reason);
        return oneRecord(request, await moveRequest(deed, idOf(request, asked), asked.version, asked.body.to));
      },
    }),
    ...choosingRoutes(deedOf),
    ...redactingRoutes(deedOf),
    ...releasingRoutes(desk, deedOf),
    route({
      ...deskSpecs.extend,
      run: async (asked) => {
        const deed = deedOf(asked, asked.body.reason);
        return oneRecord(request, await extendRequest(deed, idOf(request, asked), asked.version, asked.body.dueOn));
      },
    }),
  ];
};

const choosingRoutes = (deedOf: DeedOf): Route[] => [
  route({
    ...deskSpecs.choose,
    run: async (asked) => {
      const changed = await chooseRecords(deedOf(asked), idOf(request, asked), asked.body.records);
      return { status: 200, body: { changed } };
    },
  }),
  route({
    ...deskSpecs.takeOut,
    run: async (asked) => {
      const changed = await takeOutRecords(deedOf(asked), idOf(request, asked), asked.body.records);
      return { status: 200, body: { changed } };
    },
  }),
  route({
    ...deskSpecs.chooseMatching,
    run: async (asked) => ({
      status: 200,
      body: await chooseMatching(deedOf(asked), idOf(request, asked), asked.body),
    }),
  }),
  route({
    ...deskSpecs.chosen,
    run: async (asked) => {
      const { limit, recordType, cursor } = asked.query;
      return { status: 200, body: await chosenPage(deedOf(asked), idOf(request, asked), limit, recordType, cursor) };
    },
  }),
  route({
    ...deskSpecs.counts,
    run: async (asked) => ({
      status: 200,
      body: { counts: await chosenCounts(deedOf(asked), idOf(request, asked)) },
    }),
  }),
];

const redactingRoutes = (deedOf: DeedOf): Route[] => [
  route({
    ...deskSpecs.redactions,
    run: async (asked) => {
      const redactions = await redactionsOf(deedOf(asked), idOf(request, asked));
      return { status: 200, version: redactions.version, body: redactions };
    },
  }),
  route({
    ...deskSpecs.setRedactions,
    run: async (asked) => {
      const set = await setRedactions(deedOf(asked), idOf(request, asked), asked.version, asked.body);
      return { status: 200, version: set.version, body: set };
    },
  }),
  route({
    ...deskSpecs.preview,
    run: async (asked) => {
      const { recordType, recordId } = asked.query;
      return { status: 200, body: await previewRecord(deedOf(asked), idOf(request, asked), recordType, recordId) };
    },
  }),
];
