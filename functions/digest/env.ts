import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  ARCHIVE_BUCKET: z.string().min(1),
  SIGNER_ARN: z.string().min(1),
  LOCK_MODE: z.enum(['COMPLIANCE', 'GOVERNANCE']),
  LOCK_DAYS: z
    .string()
    .regex(/^[1-9]\d*$/)
    .transform(Number),
});

let known: z.infer<typeof environment> | undefined;
export const env = (): z.infer<typeof environment> => (known ??= environment.parse(process.env));
