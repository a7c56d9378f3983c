import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  TENANT_ROLE_ARN: z.string().min(1),
  ATTACHMENTS_BUCKET: z.string().min(1),
});

let known: z.infer<typeof environment> | undefined;
export const env = (): z.infer<typeof environment> => (known ??= environment.parse(process.env));
