import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  TENANT_ROLE_ARN: z.string().min(1),
  ATTACHMENTS_BUCKET: z.string().min(1),
  RELEASES_BUCKET: z.string().min(1),
});

/** Lambda itself sets the function's own name, which the function needs to hand its job to a worker. */
const runtime = environment.extend({ AWS_LAMBDA_FUNCTION_NAME: z.string().min(1) });

let known: z.infer<typeof runtime> | undefined;
export const env = (): z.infer<typeof runtime> => (known ??= runtime.parse(process.env));
