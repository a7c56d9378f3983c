import * as z from 'zod';

/** What the person (or the pipeline) at the command line may decide; everything else is in stage.ts. */
const environment = z.object({
  STAGE: z.string().default('dev'),
  /** Overrides the stage's own region. */
  STAGE_REGION: z.string().optional(),
  /** Overrides the stage's own address, such as `https://stormwater.example.gov` or `http://localhost:8080`. */
  SITE_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** What notices by mail come from, such as `Stormledger <stormwater@city.gov>`; see `mail` in stage.ts. */
  MAIL_FROM: z.string().optional(),
  /** The built site to deploy. */
  SITE: z.string().default('web/dist'),
  /** Set by the CDK command line when it runs this app. */
  CDK_OUTDIR: z.string().default('cdk.out'),
  /** The account of the credentials at hand, set by the CDK command line. */
  CDK_DEFAULT_ACCOUNT: z.string().optional(),
});

export const env = (): z.infer<typeof environment> => environment.parse(process.env);
