import * as z from 'zod';
import { recordAnswer } from '#functions/lib/http/answers.ts';
import { idOf, oneRecord, type DeedOf } from '#functions/lib/http/record-routes.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { signOffInspection } from '#functions/lib/usecases/sign-off.ts';
import { duties, ownWorkOnly } from '#shared/model/duty.ts';
import { records } from '#shared/records/index.ts';

const { inspection } = records;

export const inspectionRoutes = (deedOf: DeedOf): Route[] => [
  route({
    method: 'POST',
    path: '/api/v1/inspections/{id}/sign-off',
    summary: 'Sign an inspection off: what changes afterwards is an amendment, with a reason',
    roles: duties.signOffInspections,
    ownOnly: ownWorkOnly,
    body: z.strictObject({}),
    status: 200,
    needsVersion: true,
    answer: recordAnswer(inspection),
    run: async (asked) =>
      oneRecord(inspection, await signOffInspection(deedOf(asked), idOf(inspection, asked), asked.version)),
  }),
];
