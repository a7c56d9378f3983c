import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The place after which reading goes on; no sequence number = from the beginning of the shard. */
export interface Position {
  shardId: string;
  after?: string;
}

export interface Checkpoint {
  load(): Position | undefined;
  save(position: Position): void;
}

interface Stored extends Position {
  streamArn: string;
}

/** One small file per mapping, replaced whole. A lost or foreign one costs repeated deliveries, never a missed one. */
export function openCheckpoint(dir: string | undefined, mapping: string, streamArn: string): Checkpoint {
  if (dir === undefined) return { load: () => undefined, save: () => undefined };
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${mapping.replaceAll(/[^\w.-]/g, '_')}.json`);
  return {
    load: () => {
      try {
        const { streamArn: arn, ...position } = JSON.parse(readFileSync(file, 'utf8')) as Stored;
        return arn === streamArn ? position : undefined;
      } catch {
        return undefined;
      }
    },
    save: (position) => {
      writeFileSync(`${file}.new`, JSON.stringify({ streamArn, ...position } satisfies Stored));
      renameSync(`${file}.new`, file);
    },
  };
}
