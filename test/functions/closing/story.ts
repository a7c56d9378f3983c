import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { v7 } from 'uuid';
import { aYearOfWork, changeByImport } from '#test/functions/disposal/office.ts';
import { upload } from '#test/functions/imports/office.ts';
import { take } from '#test/functions/exports/office.ts';
import { make } from '#test/support/make.ts';
import type { TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

const good = (answer: { status: number; body: unknown }) => {
  if (answer.status > 202) throw new Error(`It answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, never> & { id: string; version: number };
};

/** A request whose copy went out. */
const release = async (stack: TestStack, by: Visitor, siteId: string): Promise<void> => {
  const base = '/api/v1/public-records-requests';
  const { id, version } = await make(by, 'publicRecordsRequest');
  good(await by.post(`${base}/${id}/choose`, { records: [{ recordType: 'site', id: siteId }] }));
  const { version: rules } = good(await by.get(`${base}/${id}/redactions`));
  const exemption = { code: '42.56.240(2)', citation: 'RCW 42.56.240(2)' };
  const fileMetadata = { exemption, reason: 'Names a complainant.' };
  good(await by.act(`${base}/${id}/redactions`, rules, { rules: [], ordinary: [], fileMetadata }));
  const copy = good(await by.act(`${base}/${id}/copy`, version, { copy: v7() }));
  await stack.idle();
  good(await by.act(`${base}/${id}/release`, copy.version));
};

/** Something of every kind that an agency can have, with a bad row, a hold that was lifted and a person who left. */
export const aWholeAgency = async (stack: TestStack, admin: Visitor, coordinator: Visitor): Promise<void> => {
  const { structure } = await aYearOfWork(stack, coordinator);
  await changeByImport(coordinator);
  const open = await make(coordinator, 'site', { name: 'Open yard', externalId: undefined });
  await release(stack, coordinator, open.id);
  await take(coordinator, { recordTypes: ['site'], formats: ['csv'] });
  const content = 'Yard,Phone\r\n,not a site\r\n';
  await upload(coordinator, { recordType: 'site', name: 'waiting.csv', content });
  const hold = v7();
  good(
    await admin.post('/api/v1/retention/holds', {
      id: hold,
      scope: { kind: 'record', type: 'structure', id: structure },
      reason: 'Appeal of a penalty',
    }),
  );
  good(await admin.post(`/api/v1/retention/holds/${hold}/lift`, { reason: 'Settled' }));
  await stack.idle();
};

const clientOf = ({ endpoint, region, operator: credentials }: TestStack) =>
  new S3Client({ endpoint, region, credentials, forcePathStyle: true });

/** Every version of every object that an agency has in any bucket, as `<bucket> <key>`. */
export const objectsOf = async (stack: TestStack, tenantId: string): Promise<string[]> => {
  const s3 = clientOf(stack);
  const found: string[] = [];
  for (const { name } of stack.plan.buckets) {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: name, Prefix: `${tenantId}/` }),
    );
    found.push(...[...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${name} ${Key} ${VersionId}`));
  }
  s3.destroy();
  return found.sort();
};

const writtenInParts = ({ plan }: TestStack) => plan.buckets.filter(({ name }) => /exports|releases/.test(name));

/** As writers leave them that die in the middle of a file. */
export const beginUploads = async (stack: TestStack, tenantId: string): Promise<void> => {
  const s3 = clientOf(stack);
  for (const { name: Bucket } of writtenInParts(stack)) {
    const at = { Bucket, Key: `${tenantId}/exports/half` };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'Half of a name' }));
  }
  s3.destroy();
};

export const uploadsOf = async (stack: TestStack, tenantId: string): Promise<string[]> => {
  const s3 = clientOf(stack);
  const found: string[] = [];
  for (const { name: Bucket } of writtenInParts(stack)) {
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: `${tenantId}/` }));
    found.push(...Uploads.map(({ Key }) => `${Bucket} ${Key}`));
  }
  s3.destroy();
  return found;
};
