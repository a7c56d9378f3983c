import { httpHandler } from '#functions/lib/http/handler.ts';
import { withWorker } from '#functions/lib/jobs/event.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { importRoutes } from './routes.ts';
import { importWork } from './worker.ts';

const { TABLE_NAME, QUARANTINE_BUCKET: bucket, AWS_LAMBDA_FUNCTION_NAME: functionName } = env();
const table = openTable(TABLE_NAME);

export const handler = withWorker(
  httpHandler(importRoutes({ table, bucket, functionName }), table),
  worker(importWork(table, bucket, functionName)),
);
