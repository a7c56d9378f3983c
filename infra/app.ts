import * as z from 'zod';
import { env } from '#infra/env.ts';
import { refuseForeignAccount, stageNamed } from '#infra/stage.ts';
import { stormledger } from '#infra/stormledger.ts';

const sentence = (error: unknown) => {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : error;
};

try {
  const { STAGE, STAGE_REGION, SITE_ORIGIN, MAIL_FROM, SITE, CDK_OUTDIR, CDK_DEFAULT_ACCOUNT } = env();
  const stage = stageNamed(STAGE, { region: STAGE_REGION, siteOrigin: SITE_ORIGIN, mailFrom: MAIL_FROM });
  refuseForeignAccount(stage, CDK_DEFAULT_ACCOUNT);
  stormledger({ stage, site: SITE, out: CDK_OUTDIR }).synth();
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
}
