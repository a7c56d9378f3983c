import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  TENANT_ROLE_ARN: z.string().min(1),
  USER_POOL_ID: z.string().min(1),
  QUARANTINE_BUCKET: z.string().min(1),
  ATTACHMENTS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  RELEASES_BUCKET: z.string().min(1),
  ARCHIVE_BUCKET: z.string().min(1),
  LOCK_MODE: z.enum(['COMPLIANCE', 'GOVERNANCE']),
  LOCK_DAYS: z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number),
});

/** Lambda itself sets the function's own name, which the function needs to hand its work on. */
const runtime = environment.extend({ AWS_LAMBDA_FUNCTION_NAME: z.string().min(1) });

let known: z.infer<typeof runtime> | undefined;
export const env = (): z.infer<typeof runtime> => (known ??= runtime.parse(process.env));
