import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  IMPORTS_FUNCTION: z.string().min(1),
  EXPORTS_FUNCTION: z.string().min(1),
  DISPOSAL_FUNCTION: z.string().min(1),
  CLOSING_FUNCTION: z.string().min(1),
  NOTICES_FUNCTION: z.string().min(1),
});

let known: z.infer<typeof environment> | undefined;
export const env = (): z.infer<typeof environment> => (known ??= environment.parse(process.env));
