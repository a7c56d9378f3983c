import { httpHandler } from '#functions/lib/http/handler.ts';
import { withWorker } from '#functions/lib/jobs/event.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { exportRoutes } from './routes.ts';
import { exportWork } from './worker.ts';

const { TABLE_NAME, EXPORTS_BUCKET: bucket, AWS_LAMBDA_FUNCTION_NAME: functionName } = env();
const table = openTable(TABLE_NAME);

export const handler = withWorker(
  httpHandler(exportRoutes({ table, bucket, functionName }), table),
  worker(exportWork(table, bucket, functionName)),
);
