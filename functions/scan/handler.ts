import { Logger } from '@aws-lambda-powertools/logger';
import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { readFileKey } from '#functions/lib/aws/file-keys.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { checkFile } from './check-file.ts';
import { env } from './env.ts';
import { quarantine } from './quarantine.ts';

const { TABLE_NAME, QUARANTINE_BUCKET, ATTACHMENTS_BUCKET } = env();
const table = openTable(TABLE_NAME);
const buckets = quarantine(QUARANTINE_BUCKET, ATTACHMENTS_BUCKET);
const logger = new Logger();

const detail = z.object({
  bucket: z.object({ name: z.literal(QUARANTINE_BUCKET) }),
  object: z.object({ key: z.string() }),
});

/** A file has arrived in quarantine: look at its content, then let it through or say why not. Imports are not files. */
export const handler = async (event: EventBridgeEvent<'Object Created', unknown>): Promise<void> => {
  const { object } = detail.parse(event.detail);
  const named = readFileKey(decodeURIComponent(object.key.replaceAll('+', ' ')));
  if (named === undefined) return;
  const outcome = await checkFile(table, buckets, named, { at: now(), requestId: event.id });
  logger.info('file checked', { ...named, outcome });
};
