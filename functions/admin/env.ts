import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  TENANT_ROLE_ARN: z.string().min(1),
  USER_POOL_ID: z.string().min(1),
  /** For how many days the archive of the audit trail is locked. */
  ARCHIVE_LOCK_DAYS: z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number),
});

let known: z.infer<typeof environment> | undefined;
export const env = (): z.infer<typeof environment> => (known ??= environment.parse(process.env));
