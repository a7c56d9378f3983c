import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { objectChunks, type ObjectFacts } from '#functions/lib/aws/stored-objects.ts';
import type { SourceFile } from './rows.ts';

export const fileAt = (place: ObjectPlace, facts: ObjectFacts): SourceFile => ({
  bytes: facts.bytes,
  read: (from, to) => objectChunks(place, facts, from, to),
});
