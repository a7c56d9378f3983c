import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functionNames } from '#infra/constructs/function-bundle.ts';
import { stageNamed } from '#infra/stage.ts';
import { mailedEvents } from '#shared/model/notice.ts';
import {
  allowed,
  functionRoles,
  ofType,
  SENDER,
  statementsOf,
  synthesize,
  withApp,
  type Synthesized,
} from './synthesized.ts';

let mailing: Synthesized;
let silent: Synthesized;
beforeAll(() => {
  mailing = synthesize('prod');
  silent = synthesize('prod', {});
}, 240_000);

const rightsOf = (from: Synthesized, name: string) => statementsOf(from, functionRoles(from)[name] ?? '');
const sending = (from: Synthesized) => functionNames.filter((name) => allowed(rightsOf(from, name), 'ses').length > 0);
const mappings = (from: Synthesized) =>
  ofType(from, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => JSON.stringify(Properties));
const told = (from: Synthesized) =>
  JSON.stringify(
    ofType(from, 'AWS::Lambda::Function').find(({ Metadata }) => Metadata['stormledger:function'] === 'notices'),
  );

describe('a stage with a sender', () => {
  test('has its domain signed by SES, and says what goes into the DNS', () => {
    expect(ofType(mailing, 'AWS::SES::EmailIdentity').map(({ Properties }) => Properties)).toEqual([
      { EmailIdentity: 'city.example' },
    ]);
    const outputs = Object.values(
      mailing.template.Api.findOutputs('*', { Description: 'For the DNS of city.example' }),
    );
    expect(outputs).toHaveLength(3);
  });

  test('sends encrypted or not at all, and follows nobody who reads', () => {
    expect(ofType(mailing, 'AWS::SES::ConfigurationSet').map(({ Properties }) => Properties)).toEqual([
      {
        DeliveryOptions: { TlsPolicy: 'REQUIRE' },
        SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      },
    ]);
    expect(ofType(mailing, 'AWS::SES::ConfigurationSetEventDestination')).toEqual([]);
  });

  test('lets one function send, from that domain and under those settings only', () => {
    expect(sending(mailing)).toEqual(['notices']);
    const [right, ...others] = rightsOf(mailing, 'notices').filter(({ Sid }) => Sid === 'SendMail');
    expect(others).toEqual([]);
    expect(right?.Action).toEqual(['ses:SendEmail']);
    const resources = z
      .array(z.unknown())
      .parse(right?.Resource)
      .map((one) => JSON.stringify(one));
    expect(resources).toHaveLength(2);
    expect(resources[0]).toMatch(/"AWS::Partition".*:ses:us-east-1:.*"AWS::AccountId".*:identity\/city\.example"/);
    expect(resources[1]).toMatch(/"AWS::Partition".*:configuration-set\/",{"Ref":"MailSettings/);
  });

  test('tells that function of the events that are mailed, of members and of closings, and of no record', () => {
    const [mapping = '', ...others] = mappings(mailing).filter((one) => one.includes('NoticesFunction'));
    expect(others).toEqual([]);
    for (const kind of mailedEvents) expect(mapping).toContain(kind);
    expect(mapping).not.toContain('record');
    expect(mapping).toMatch(/"StartingPosition":"LATEST"/);
    expect(told(mailing)).toContain(SENDER);
  });

  test('may use a domain that the account has verified before', { timeout: 120_000 }, () => {
    const stage = { ...stageNamed('prod'), mail: { from: SENDER, identity: 'there' } as const };
    const template = withApp(
      'prod',
      (app) => JSON.stringify(app.synth().stacks.map(({ template: one }) => one as unknown)),
      { stage },
    );
    expect(template).not.toContain('AWS::SES::EmailIdentity');
    expect(template).toContain(':identity/city.example');
  });
});

describe('a stage without a sender', () => {
  test('deploys without mail: nothing of SES, no right to send, and the stream has one reader', () => {
    expect(silent.resources.filter(({ Type }) => Type.startsWith('AWS::SES'))).toEqual([]);
    expect(sending(silent)).toEqual([]);
    expect(mappings(silent)).toHaveLength(1);
    expect(told(silent)).toContain('"MAIL_FROM":""');
  });
});
