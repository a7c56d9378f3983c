import * as z from 'zod';
import { recordAnswer } from '#functions/lib/http/answers.ts';
import { idOf, oneRecord, reason, type DeedOf } from '#functions/lib/http/record-routes.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { closeTask, reopenTask } from '#functions/lib/usecases/tasks.ts';
import { duties, ownWorkOnly } from '#shared/model/duty.ts';
import { restrictedIn } from '#shared/permit/restricted-numbers.ts';
import { records } from '#shared/records/index.ts';

const { task } = records;
const closeBody = z.strictObject({
  note: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .refine((text) => restrictedIn(text) === undefined, 'This looks like a personal number. Take it out.')
    .optional(),
});

export const taskRoutes = (deedOf: DeedOf): Route[] => {
  const common = {
    method: 'POST',
    status: 200,
    needsVersion: true,
    answer: recordAnswer(task),
  } as const;
  return [
    route({
      ...common,
      roles: duties.closeTasks,
      ownOnly: ownWorkOnly,
      path: '/api/v1/tasks/{id}/close',
      summary: 'Close a task, with a file on it or a note',
      body: closeBody,
      run: async (asked) =>
        oneRecord(task, await closeTask(deedOf(asked), idOf(task, asked), asked.version, asked.body.note)),
    }),
    route({
      ...common,
      roles: duties.reopenTasks,
      path: '/api/v1/tasks/{id}/reopen',
      summary: 'Open a closed task again, with a reason',
      body: z.strictObject({ reason }),
      run: async (asked) =>
        oneRecord(task, await reopenTask(deedOf(asked, asked.body.reason), idOf(task, asked), asked.version)),
    }),
  ];
};
