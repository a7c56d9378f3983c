import { createHash } from 'node:crypto';
import type { PayloadRule } from '../aws/sigv4.ts';
import { decodeChunked } from './aws-chunked.ts';
import * as checksums from './checksums.ts';
import type { Checksum, ChecksumAlgorithm, Digester } from './checksums.ts';
import { notImplemented, S3Refusal } from './refusal.ts';

export type Headers = Readonly<Record<string, string | undefined>>;

export interface IntakeRule {
  headers: Headers;
  payload: PayloadRule;
  /** Compute this checksum even when the sender declares none. */
  compute?: ChecksumAlgorithm | undefined;
}

export function algorithmNamed(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const found = checksums.algorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (!found) throw notImplemented(`Checksum algorithm ${name}`);
  return found;
}

interface Declared {
  algorithm?: ChecksumAlgorithm | undefined;
  /** Absent while the value is still to come in the trailer, or when only the algorithm was named. */
  value?: string | undefined;
  trailer: boolean;
}

function declaredChecksum({ headers, payload, compute }: IntakeRule): Declared {
  const names = Object.keys(headers).filter((name) => /^x-amz-checksum-(?!mode|algorithm|type)/.test(name));
  const trailing = payload.kind === 'chunked' && payload.trailer ? headers['x-amz-trailer'] : undefined;
  if (names.length + (trailing === undefined ? 0 : 1) > 1)
    throw new S3Refusal('InvalidRequest', 'Expecting a single x-amz-checksum- header. Send one checksum only.');
  const name = names[0] ?? trailing;
  const named = headers['x-amz-sdk-checksum-algorithm'];
  if (name === undefined) return { algorithm: algorithmNamed(named) ?? compute, trailer: false };
  const algorithm = algorithmNamed(name.trim().toLowerCase().replace('x-amz-checksum-', ''));
  return { algorithm, value: names[0] && headers[names[0]], trailer: trailing !== undefined };
}

function compare(header: string, code: string, declared: string, actual: Buffer): void {
  if (Buffer.from(declared, 'base64').length !== actual.length)
    throw new S3Refusal(code, `Value for ${header} header is invalid.`);
  if (declared !== actual.toString('base64'))
    throw new S3Refusal('BadDigest', `The ${header} you specified did not match what we received.`);
}

/** A body on its way in: every promise the sender made about it is checked before the last byte is handed on. */
export class Intake {
  readonly #rule: IntakeRule;
  readonly #declared: Declared;
  readonly #md5 = checksums.digester('MD5');
  readonly #sum: Digester | undefined;
  #size = 0;
  /** Known once `bytes()` has ended. */
  md5 = '';
  checksum: Checksum | undefined;

  constructor(rule: IntakeRule) {
    this.#rule = rule;
    this.#declared = declaredChecksum(rule);
    this.#sum = this.#declared.algorithm && checksums.digester(this.#declared.algorithm);
  }

  get algorithm(): ChecksumAlgorithm | undefined {
    return this.#declared.algorithm;
  }

  async *bytes(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { payload } = this.#rule;
    const hash = payload.kind === 'sha256' ? createHash('sha256') : undefined;
    const decoded =
      payload.kind === 'chunked' ? decodeChunked(source, payload, (trailer) => this.#readTrailer(trailer)) : source;
    for await (const piece of decoded) {
      this.#size += piece.length;
      this.#md5.update(piece);
      this.#sum?.update(piece);
      hash?.update(piece);
      yield piece;
    }
    if (payload.kind === 'sha256' && hash?.digest('hex') !== payload.hex)
      throw new S3Refusal(
        'XAmzContentSHA256Mismatch',
        'The x-amz-content-sha256 you specified did not match the body.',
      );
    this.#checkDigests();
  }

  #readTrailer(trailer: ReadonlyMap<string, string>): void {
    const { algorithm, trailer: expected } = this.#declared;
    if (!expected || !algorithm) return;
    const value = trailer.get(checksums.checksumHeader(algorithm));
    if (value === undefined)
      throw new S3Refusal('MalformedTrailerError', 'The trailer named in x-amz-trailer did not come with the body.');
    this.#declared.value = value;
  }

  #checkDigests(): void {
    const { headers, payload } = this.#rule;
    const length = payload.kind === 'chunked' ? headers['x-amz-decoded-content-length'] : undefined;
    if (length !== undefined && Number(length) !== this.#size)
      throw new S3Refusal('IncompleteBody', 'The body is not as long as x-amz-decoded-content-length says.');
    const md5 = this.#md5.digest();
    const declaredMd5 = headers['content-md5'];
    if (declaredMd5 !== undefined) compare('Content-MD5', 'InvalidDigest', declaredMd5, md5);
    this.md5 = md5.toString('hex');
    const { algorithm, value } = this.#declared;
    if (!algorithm || !this.#sum) return;
    const sum = this.#sum.digest();
    if (value !== undefined) compare(checksums.checksumHeader(algorithm), 'InvalidRequest', value, sum);
    this.checksum = { algorithm, value: sum.toString('base64') };
  }
}
