import type { AttributeValue as StoredValue, _Record as StoredRecord } from '@aws-sdk/client-dynamodb-streams';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

type Image = Record<string, AttributeValue>;

/** Where a stream comes from, in the words of the account it stands for. */
export interface StreamOrigin {
  arn: string;
  region: string;
}

/** dynoxide writes its own name for the region and seconds for the label; AWS writes the region and a date. */
export function originOf(streamArn: string, region: string, accountId: string): StreamOrigin {
  const [table, label = ''] = (streamArn.split(':table/')[1] ?? '').split('/stream/');
  const seconds = Number(label);
  const date = Number.isNaN(seconds) ? label : new Date(seconds * 1000).toISOString().slice(0, -1);
  return { region, arn: `arn:aws:dynamodb:${region}:${accountId}:table/${table ?? ''}/stream/${date}` };
}

/** 21 digits, as AWS's shortest: compared as text they keep their order, which "9" and "10" would not. */
export const lambdaSequence = (stored: string) =>
  stored.length >= 21 ? stored : (10n ** 20n + BigInt(stored)).toString();

/** The database's own number again, of the one that functions are told. */
export const storedSequence = (storedArn: string, told: string) =>
  storedArn.startsWith('arn:aws:dynamodb:dynoxide:') ? (BigInt(told) - 10n ** 20n).toString() : told;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** In a Lambda event bytes are base64 text. */
function lambdaValue(value: StoredValue): AttributeValue {
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(base64) };
  if (value.L !== undefined) return { L: value.L.map(lambdaValue) };
  if (value.M !== undefined) return { M: image(value.M) };
  return value;
}

const image = (stored: Record<string, StoredValue>): Image =>
  Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, lambdaValue(value)]));

/**
 * Only the service's own deletions (expiry) carry an identity. dynoxide spells its members in lower case, so that the
 * SDK drops them and an empty object remains: that it is there at all is the mark.
 */
const identity = ({ userIdentity }: StoredRecord) =>
  userIdentity && {
    userIdentity: {
      type: userIdentity.Type ?? 'Service',
      principalId: userIdentity.PrincipalId ?? 'dynamodb.amazonaws.com',
    },
  };

export type LambdaRecord = DynamoDBRecord & {
  dynamodb: NonNullable<DynamoDBRecord['dynamodb']> & { SequenceNumber: string; ApproximateCreationDateTime: number };
};

export function lambdaRecord(stored: StoredRecord, origin: StreamOrigin): LambdaRecord {
  const {
    SequenceNumber = '0',
    ApproximateCreationDateTime,
    Keys,
    NewImage,
    OldImage,
    ...rest
  } = stored.dynamodb ?? {};
  const sequence = lambdaSequence(SequenceNumber);
  return {
    eventID: createHash('md5').update(`${origin.arn} ${sequence}`).digest('hex'),
    eventName: stored.eventName ?? 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: origin.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      ...(Keys && { Keys: image(Keys) }),
      ...(NewImage && { NewImage: image(NewImage) }),
      ...(OldImage && { OldImage: image(OldImage) }),
      SequenceNumber: sequence,
      SizeBytes: rest.SizeBytes ?? 0,
      StreamViewType: rest.StreamViewType ?? 'NEW_AND_OLD_IMAGES',
    },
    ...identity(stored),
    eventSourceARN: origin.arn,
  };
}

/** DynamoDB writes no record for an update that changes nothing; dynoxide does. */
export function isUnchanged({ eventName, dynamodb }: LambdaRecord): boolean {
  if (eventName !== 'MODIFY' || !dynamodb.NewImage || !dynamodb.OldImage) return false;
  return isDeepStrictEqual(setsSorted(dynamodb.NewImage), setsSorted(dynamodb.OldImage));
}

function setsSorted(images: Image): Image {
  const sorted = (value: AttributeValue): AttributeValue => {
    if (value.SS) return { SS: value.SS.toSorted() };
    if (value.NS) return { NS: value.NS.toSorted() };
    if (value.BS) return { BS: value.BS.toSorted() };
    if (value.L) return { L: value.L.map(sorted) };
    return value.M ? { M: setsSorted(value.M) } : value;
  };
  return Object.fromEntries(Object.entries(images).map(([name, value]) => [name, sorted(value)]));
}
