import { env } from '#infra/env.ts';
import { stageNamed } from '#infra/stage.ts';
import { refuseForeignAccount, stormledger } from '#infra/stormledger.ts';

const { STAGE, STAGE_REGION, SITE, CDK_OUTDIR, CDK_DEFAULT_ACCOUNT } = env();

try {
  const stage = stageNamed(STAGE, STAGE_REGION);
  refuseForeignAccount(stage, CDK_DEFAULT_ACCOUNT);
  stormledger({ stage, site: SITE, out: CDK_OUTDIR }).synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
