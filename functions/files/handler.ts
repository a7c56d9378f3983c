import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { fileRoutes } from './routes.ts';

const { TABLE_NAME, QUARANTINE_BUCKET, ATTACHMENTS_BUCKET } = env();
const table = openTable(TABLE_NAME);

export const handler = httpHandler(
  fileRoutes(table, { quarantine: QUARANTINE_BUCKET, attachments: ATTACHMENTS_BUCKET }),
  table,
);
