import { createHash } from 'node:crypto';

const hash = (...parts: readonly (Buffer | string)[]): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};
const [leaf, node] = [Buffer.from([0]), Buffer.from([1])];

/**
 * The root over a list of lines as in RFC 9162, section 2.1: whoever is shown one line and some hashes can check that
 * it was in the list, without seeing the others. Holds one hash for each level.
 */
export class MerkleRoot {
  private readonly levels: { hash: Buffer; size: number }[] = [];

  add(line: string): void {
    let last = { hash: hash(leaf, line), size: 1 };
    for (let before = this.levels.at(-1); before?.size === last.size; before = this.levels.at(-1)) {
      this.levels.pop();
      last = { hash: hash(node, before.hash, last.hash), size: before.size * 2 };
    }
    this.levels.push(last);
  }

  hex(): string {
    const whole = this.levels
      .map(({ hash: each }) => each)
      .reduceRight<Buffer | undefined>((right, left) => (right ? hash(node, left, right) : left), undefined);
    return (whole ?? hash()).toString('hex');
  }
}
