import { createHash } from 'node:crypto';
import { sameSignature, signWith } from '../aws/signature.ts';
import type { ChunkSigning } from '../aws/sigv4.ts';
import { S3Refusal } from './refusal.ts';

const longestLine = 16 * 1024;
const incomplete = (): S3Refusal =>
  new S3Refusal('IncompleteBody', 'The aws-chunked body ended early or is not framed as declared.');

/** Reads lines and counted bytes from a stream without holding more than one piece of it. */
class Frames {
  #held: Buffer = Buffer.alloc(0);
  readonly #source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw incomplete();
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
  }

  async line(): Promise<string> {
    let end = this.#held.indexOf('\r\n');
    while (end < 0) {
      if (this.#held.length > longestLine) throw incomplete();
      await this.#more();
      end = this.#held.indexOf('\r\n');
    }
    const line = this.#held.toString('utf8', 0, end);
    this.#held = this.#held.subarray(end + 2);
    return line;
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0;) {
      if (this.#held.length === 0) await this.#more();
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async finished(): Promise<boolean> {
    return this.#held.length === 0 && (await this.#source.next()).done === true;
  }
}

/** Each chunk's signature covers the one before it, so chunks cannot be dropped, swapped or added. */
class Chain {
  #previous: string;
  readonly #signing: ChunkSigning;

  constructor(signing: ChunkSigning) {
    this.#signing = signing;
    this.#previous = signing.seed;
  }

  check(kind: 'PAYLOAD' | 'TRAILER', hashes: string[], presented: string | undefined): void {
    const { key, scope, timestamp } = this.#signing;
    const text = [`AWS4-HMAC-SHA256-${kind}`, timestamp, scope, this.#previous, ...hashes].join('\n');
    const expected = signWith(key, text);
    if (!sameSignature(expected, presented ?? ''))
      throw new S3Refusal('SignatureDoesNotMatch', `The signature of a ${kind.toLowerCase()} chunk does not match.`);
    this.#previous = expected;
  }
}

const emptyHash = createHash('sha256').digest('hex');

async function readTrailer(frames: Frames, chain: Chain | undefined): Promise<Map<string, string>> {
  const trailer = new Map<string, string>();
  let signed = '';
  for (let line = await frames.line(); line !== ''; line = await frames.line()) {
    const [name = '', ...value] = line.split(':');
    const [lower, text] = [name.trim().toLowerCase(), value.join(':').trim()];
    trailer.set(lower, text);
    if (lower !== 'x-amz-trailer-signature') signed += `${lower}:${text}\n`;
  }
  const hash = createHash('sha256').update(signed).digest('hex');
  chain?.check('TRAILER', [hash], trailer.get('x-amz-trailer-signature'));
  return trailer;
}

export interface ChunkedRule {
  trailer: boolean;
  signing?: ChunkSigning;
}

/** Yields the decoded bytes and tells `onTrailer` what followed them. */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  rule: ChunkedRule,
  onTrailer: (trailer: ReadonlyMap<string, string>) => void,
): AsyncGenerator<Buffer> {
  const frames = new Frames(source);
  const chain = rule.signing && new Chain(rule.signing);
  for (;;) {
    const head = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(await frames.line());
    if (!head) throw incomplete();
    const size = parseInt(head[1] ?? '', 16);
    const hash = createHash('sha256');
    for await (const piece of frames.bytes(size)) {
      hash.update(piece);
      yield piece;
    }
    chain?.check('PAYLOAD', [emptyHash, hash.digest('hex')], head[2]);
    if (size === 0) break;
    if ((await frames.line()) !== '') throw incomplete();
  }
  if (rule.trailer) onTrailer(await readTrailer(frames, chain));
  else if ((await frames.line()) !== '') throw incomplete();
  if (!(await frames.finished())) throw incomplete();
}
