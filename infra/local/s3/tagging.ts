import { z } from 'zod';
import { checkTags } from './attributes.ts';
import { findVersion, readText, versionHeader, xml, type Call, type Reply } from './call.ts';
import type { ObjectVersion, Stored } from './catalog.ts';
import { S3Refusal } from './refusal.ts';
import { parseXml } from './xml.ts';

const tag = z.object({ Key: z.string(), Value: z.string() });
const document = z.object({
  Tagging: z.object({ TagSet: z.union([z.object({ Tag: z.array(tag) }), z.string().transform(() => ({ Tag: [] }))]) }),
});

export function tagsFromXml(text: string): Stored {
  const parsed = document.safeParse(parseXml(text));
  if (!parsed.success)
    throw new S3Refusal('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  return checkTags(parsed.data.Tagging.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
}

const tagged = (call: Call): ObjectVersion => findVersion(call, call.plan, call.key, call.query.get('versionId'));

export function getTagging(call: Call): Reply {
  const version = tagged(call);
  const tags = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
  return xml('Tagging', { TagSet: { Tag: tags } }, versionHeader(call.plan, version));
}

async function setTags(call: Call, version: ObjectVersion, tags: Stored): Promise<Reply['headers']> {
  await call.store.commit({ op: 'tags', bucket: call.plan.name, key: call.key, version: version.id, tags });
  return versionHeader(call.plan, version);
}

export async function putTagging(call: Call): Promise<Reply> {
  const tags = tagsFromXml(await readText(call));
  return { status: 200, headers: { ...(await setTags(call, tagged(call), tags)) } };
}

export async function deleteTagging(call: Call): Promise<Reply> {
  return { status: 204, headers: { ...(await setTags(call, tagged(call), {})) } };
}
