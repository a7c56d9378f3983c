import { expect, test } from 'vitest';
import type { Json, Stack } from '#infra/local/template/assembly.ts';
import { createResolver } from '#infra/local/template/resolve.ts';

const template = (rest: Partial<Stack['template']>): Stack['template'] => ({
  Resources: {},
  Outputs: {},
  Parameters: {},
  Conditions: {},
  Mappings: {},
  ...rest,
});
const own: Stack = {
  name: 'Own',
  region: 'us-gov-west-1',
  account: '111122223333',
  template: template({
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'b-${AWS::Region}' } } } },
    Parameters: { Stage: { Default: 'dev' } },
    Mappings: { Sizes: { dev: { memory: 128 } } },
    Conditions: {
      IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
      IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
      Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
    },
  }),
};
const other: Stack = {
  ...own,
  name: 'Other',
  template: template({ Outputs: { Out: { Value: 'exported', Export: { Name: 'Other:Out' } } } }),
};
const resolver = createResolver([own, other]);

test.each<[string, Json, Json | undefined]>([
  ['a reference answers the name', { Ref: 'Bucket' }, 'b-us-gov-west-1'],
  ['a parameter answers its default', { Ref: 'Stage' }, 'dev'],
  ['an attribute is found', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::b-us-gov-west-1'],
  ['text is joined', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::AccountId' }]] }, 'a-111122223333'],
  ['text is filled in', { 'Fn::Sub': '${Bucket.Arn}/${!kept}' }, 'arn:aws:s3:::b-us-gov-west-1/${kept}'],
  ['text is filled in from a list', { 'Fn::Sub': ['${x}', { x: { Ref: 'Stage' } }] }, 'dev'],
  ['a part is selected', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b'] }] }, 'b'],
  ['a condition chooses', { 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
  ['no value leaves the property out', { a: { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }, b: 2 }, { b: 2 }],
  ['no value leaves the list', [{ Ref: 'AWS::NoValue' }, 1], [1]],
  ['an export is imported', { 'Fn::ImportValue': 'Other:Out' }, 'exported'],
  ['an output is read', { 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Out' } }, 'exported'],
  ['a map is read', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
])('%s', (_name, input, expected) => {
  expect(resolver.value(own, input)).toEqual(expected);
});

test('conditions combine', () => {
  expect(['IsDev', 'IsProd', 'Either', 'Both'].map((name) => resolver.condition(own, name))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('an unknown function is refused by name', () => {
  expect(() => resolver.value(own, { 'Fn::Cidr': [] })).toThrow('Own uses Fn::Cidr, unknown to the local runner.');
});
