import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import * as z from 'zod';
import type { HttpHandler } from '#functions/lib/http/handler.ts';
import { tenantIdPattern } from '#shared/model/principal.ts';

export const jobEvent = z.object({
  job: z.strictObject({ tenantId: z.string().regex(tenantIdPattern), id: z.uuid() }),
});

/** Which job of which agency a worker is started for. */
export type JobEvent = z.output<typeof jobEvent>;

export type Worker = (job: JobEvent['job'], context: Context) => Promise<void>;

/**
 * One function, two ways in. API Gateway builds its own events, so no request from outside can look like a job;
 * a job event comes by lambda:Invoke, which only this function's own role and lifecycle's may call.
 */
export const withWorker =
  (http: HttpHandler, worker: Worker) =>
  async (event: APIGatewayProxyEventV2 | JobEvent, context: Context): Promise<unknown> => {
    if (!('job' in event)) return http(event, context);
    await worker(jobEvent.parse(event).job, context);
    return undefined;
  };
