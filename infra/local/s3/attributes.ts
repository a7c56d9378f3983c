import type { Attributes, ObjectVersion, Stored } from './catalog.ts';
import { checksumHeader } from './checksums.ts';
import type { Headers } from './intake.ts';
import { notImplemented, S3Refusal } from './refusal.ts';

/** What S3 stores with an object and says again when the object is read. */
export const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const unsupported = /^x-amz-(website-redirect-location|server-side-encryption-customer-|grant-)/;
/** Bytes of names and values of user metadata together. */
const longestMetadata = 2048;

function only(headers: Headers, wanted: (name: string) => boolean): Stored {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => wanted(entry[0]) && entry[1] !== undefined),
  );
}

const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function checkTags(tags: [string, string][]): Stored {
  const invalid = (message: string): S3Refusal => new S3Refusal('InvalidTag', message);
  if (tags.length > 10) throw new S3Refusal('BadRequest', 'Object tags cannot be greater than 10');
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128 || value.length > 256)
      throw invalid('A tag key or value is too short or too long.');
    if (!tagText.test(key + value)) throw invalid('Tags may hold letters, numbers, spaces and _ . : / = + - @ only.');
  }
  if (new Set(tags.map(([key]) => key)).size < tags.length) throw invalid('A tag key may be given once only.');
  return Object.fromEntries(tags);
}

export const tagsOf = (header: string | undefined): Stored => checkTags([...new URLSearchParams(header ?? '')]);

function encryptionOf(headers: Headers): Stored {
  const given = only(headers, (name) => name.startsWith('x-amz-server-side-encryption'));
  const method = given['x-amz-server-side-encryption'] ?? 'AES256';
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(method))
    throw new S3Refusal('InvalidArgument', `The encryption method ${method} is not supported. Use AES256 or aws:kms.`);
  return { ...given, 'x-amz-server-side-encryption': method };
}

function headersOf(headers: Headers): Stored {
  const stored = only(headers, (name) => keptHeaders.includes(name) || name.startsWith('x-amz-meta-'));
  const metadata = Object.entries(stored).filter(([name]) => name.startsWith('x-amz-meta-'));
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - 11 + Buffer.byteLength(value), 0);
  if (size > longestMetadata)
    throw new S3Refusal('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size.');
  const { 'content-encoding': encoding = '', ...rest } = stored;
  const codings = encoding.split(',').map((coding) => coding.trim());
  const own = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',');
  return { 'content-type': 'binary/octet-stream', ...rest, ...(own === '' ? {} : { 'content-encoding': own }) };
}

export function attributesOf(headers: Headers): Attributes {
  const refused = Object.keys(headers).find((name) => unsupported.test(name));
  if (refused !== undefined) throw notImplemented(refused);
  if (![undefined, 'bucket-owner-full-control'].includes(headers['x-amz-acl']))
    throw new S3Refusal('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  return { headers: headersOf(headers), encryption: encryptionOf(headers), tags: tagsOf(headers['x-amz-tagging']) };
}

export function checksumHeaders({ checksum }: Pick<ObjectVersion, 'checksum'>): Stored {
  if (!checksum) return {};
  // Of checksums of parts, S3 says how many those were.
  const type = /-\d+$/.test(checksum.value) ? 'COMPOSITE' : 'FULL_OBJECT';
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': type };
}
