import { openTable } from '#functions/lib/store/index.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { env } from './env.ts';
import { apiRoutes } from './routes.ts';

const table = openTable(env().TABLE_NAME);

export const handler = httpHandler(apiRoutes(table), table);
