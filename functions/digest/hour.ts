import { sha256 } from '#functions/lib/archive/digest.ts';
import { entriesKey } from '#functions/lib/archive/keys.ts';
import { MerkleRoot } from '#functions/lib/archive/merkle.ts';
import type { Digest } from '#functions/lib/archive/digest.ts';

/** Bytes held before they become an object: memory is the same for an hour of ten entries and of a million. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface Packed {
  readonly objects: Digest['objects'];
  readonly entries: number;
  readonly root: string;
}

/** The entries of one hour on their way into objects. */
export class Hour {
  readonly to: string;
  private readonly tenantId: string;
  private readonly put: (key: string, body: Buffer) => Promise<void>;
  private readonly root = new MerkleRoot();
  private readonly objects: Digest['objects'] = [];
  private lines: string[] = [];
  private bytes = 0;

  constructor(tenantId: string, to: string, put: (key: string, body: Buffer) => Promise<void>) {
    this.tenantId = tenantId;
    this.to = to;
    this.put = put;
  }

  async add(line: string): Promise<void> {
    this.lines.push(`${line}\n`);
    this.bytes += Buffer.byteLength(line) + 1;
    this.root.add(line);
    if (this.bytes >= MOST_BYTES) await this.flush();
  }

  async end(): Promise<Packed> {
    await this.flush();
    const entries = this.objects.reduce((sum, object) => sum + object.entries, 0);
    return { objects: this.objects, entries, root: this.root.hex() };
  }

  private async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const body = Buffer.from(this.lines.join(''));
    const sum = sha256(body);
    const key = entriesKey(this.tenantId, this.to, this.objects.length + 1, sum);
    await this.put(key, body);
    this.objects.push({ key, entries: this.lines.length, sha256: sum });
    this.lines = [];
    this.bytes = 0;
  }
}
