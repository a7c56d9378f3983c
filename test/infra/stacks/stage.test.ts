import { describe, expect, test, vi } from 'vitest';
import { functionNames } from '#infra/constructs/function-bundle.ts';
import { mailDomain, refuseForeignAccount, stageNamed, usRegions } from '#infra/stage.ts';
import { stormledger } from '#infra/stormledger.ts';
import { SENDER, synthesize, withApp } from './synthesized.ts';

describe('a stage', () => {
  test.each(['eu-central-1', 'ca-central-1', 'us-iso-east-1', 'mars-1'])('in region %s is refused', (region) => {
    expect(() => stageNamed('prod', { region })).toThrow(
      `Region ${region} is outside the United States, where these records must stay. Use one of: us-east-1,`,
    );
  });

  test.each(usRegions)('may be in region %s', (region) => {
    expect(stageNamed('dev', { region }).region).toBe(region);
  });

  test('that nobody described is refused, with the names of those that are', () => {
    expect(() => stageNamed('production')).toThrow(
      'There is no stage "production". Set STAGE to one of: dev, staging, prod.',
    );
  });

  test("is not deployed into another stage's account", () => {
    const prod = { ...stageNamed('prod'), account: '111111111111' };
    expect(() => refuseForeignAccount(prod, '222222222222')).toThrow(
      'Stage prod belongs to account 111111111111, but these credentials are for 222222222222.',
    );
    expect(() => refuseForeignAccount(prod, '111111111111')).not.toThrow();
    expect(() => refuseForeignAccount(prod, undefined)).not.toThrow();
  });

  test.each(['Stormledger <notices@city.example>', 'notices@city.example'])('may mail from %s', (mailFrom) => {
    const { mail } = stageNamed('prod', { mailFrom });
    expect(mail).toEqual({ from: mailFrom, identity: 'made' });
    expect(mail && mailDomain(mail)).toBe('city.example');
  });

  test.each([
    '',
    'city.example',
    'Stormledger notices@city.example',
    'a@b.example\nBcc: c@d.example',
    'é <a@b.example>',
  ])('mails from nothing that is no sender: %j', (mailFrom) => {
    expect(() => stageNamed('prod', { mailFrom })).toThrow('is no sender. Write name@city.gov, or Name');
  });

  test('with a domain outside us-east-1 asks for a certificate that CloudFront can use', () => {
    expect(() => withApp('prod', (app) => app.synth(), { region: 'us-west-2' })).toThrow(
      'CloudFront takes certificates from us-east-1 only. Request one for the domain there and set certificateArn',
    );
  });

  test('with a domain outside us-east-1 asks for a firewall that CloudFront can use', () => {
    const stage = {
      ...stageNamed('prod', { region: 'us-west-2' }),
      certificateArn: 'arn:aws:acm:us-east-1:1:certificate/c',
    };
    expect(() => withApp('prod', (app) => app.synth(), { stage })).toThrow(
      'Stage prod is in us-west-2, but CloudFront takes web ACLs from us-east-1 only. Make one of scope CLOUDFRONT there',
    );
  });
});

describe('synthesis', () => {
  test('in GovCloud names no other partition', { timeout: 120_000 }, () => {
    // CDK warns that CloudFront is not offered there.
    const warnings = vi.spyOn(console, 'error').mockReturnValue();
    const { resources } = synthesize('dev', { region: 'us-gov-west-1', mailFrom: SENDER });
    warnings.mockRestore();
    expect(JSON.stringify(resources)).not.toMatch(/arn:aws(-us-gov)?:/);
  });

  test('stops when the site is not built, and says how to build it', () => {
    const stage = stageNamed('dev');
    expect(() => stormledger({ stage, site: '/nowhere', out: '/nowhere' })).toThrow(
      'There is no built site in /nowhere. Run `npm run build:web` first, then synthesize again.',
    );
  });

  test('stops when a function has no handler, and names it', () => {
    expect(() => withApp('dev', (app) => app.synth(), { handlers: '/nowhere' })).toThrow(
      `No handler for ${functionNames.join(', ')}: write functions/<name>/handler.ts`,
    );
  });
});
