import type { BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import { tenantObjects } from '#infra/policy/bucket-access.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import { aboutPeople, tenantItems, tenantRecords } from '#infra/policy/table-access.ts';
import type { Data } from '#infra/stacks/data.ts';

/**
 * The function that draws pages of PDFs: what it is told and what it may do, in one place. A PDF is the most intricate
 * thing that is read for people, so what reads it reaches files and their records, and little else.
 */
export const pagesFunction = ({
  table,
  attachments,
  key,
}: Data): Omit<BundledFunctionProps<'pages'>, 'bundle' | 'timeout'> => ({
  name: 'pages',
  description: 'Draws pages of PDFs for whoever redacts them',
  // A scan of 25 MB is held with its page unpacked; and the processor grows with the memory.
  memory: 2048,
  environment: { TABLE_NAME: table.name, ATTACHMENTS_BUCKET: attachments.bucketName },
  rights: [],
  forTenant: [
    ...tenantItems(table, ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'], { partitions: aboutPeople }),
    tenantRecords(table, 'attachment'),
    tenantObjects('Files', attachments, ['GetObject']),
    keyThrough(key, 's3'),
  ],
});
