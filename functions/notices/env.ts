import * as z from 'zod';

export const environment = z.object({
  TABLE_NAME: z.string().min(1),
  TENANT_ROLE_ARN: z.string().min(1),
  /** Where the links in the mails lead, such as `https://stormwater.city.gov`. */
  SITE_ORIGIN: z.url({ protocol: /^https?$/ }),
  /** Empty where the stage sends no mail. */
  MAIL_FROM: z.string(),
  /** The name of the SES configuration set. */
  MAIL_SETTINGS: z.string(),
});

let known: z.infer<typeof environment> | undefined;
export const env = (): z.infer<typeof environment> => (known ??= environment.parse(process.env));
