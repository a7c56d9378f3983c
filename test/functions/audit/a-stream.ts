import { marshall } from '@aws-sdk/util-dynamodb';
import type { Provenance } from '#functions/lib/store/index.ts';
import { toItem, type Item } from '#functions/lib/store/item.ts';
import { lambdaRecord, type LambdaRecord } from '#infra/local/streams/record.ts';
import { site } from '#shared/records/site.ts';

export const tenantId = 'a'.repeat(26);
const by: Provenance = {
  principal: { tenantId, memberId: '0199b000-0000-7000-8000-0000000000aa', role: 'coordinator' },
  at: '2026-11-25T12:00:00.000Z',
  requestId: 'request',
  source: 'web',
};

/** The item of one version of a site, with a name and a contact that tell the version. */
export const itemAt = (id: string, version: number, tenant = tenantId): Item => {
  const { at, principal } = by;
  const stored = {
    id,
    version,
    shape: 1,
    createdAt: at,
    createdBy: principal.memberId,
    updatedAt: at,
    updatedBy: principal.memberId,
    values: { name: `Name ${version}`, kind: 'construction', status: 'active', contactName: `Contact ${version % 3}` },
  };
  const provenance = { ...by, principal: { ...principal, tenantId: tenant } };
  // As it is when it has been through the table: without what is undefined.
  return JSON.parse(
    JSON.stringify(toItem(site, stored, version === 1 ? 'create' : 'change', provenance, 'hash')),
  ) as Item;
};

const image = (item: Item) => marshall(item, { removeUndefinedValues: true });

/** A version's change as the stream delivers it; a nobody's version names no actor, in its own image and as the old one. */
export const changeOf = (
  id: string,
  version: number,
  sequence: number,
  nobodys: readonly number[] = [],
): LambdaRecord => {
  const seen = (n: number) => {
    const { actor, ...rest } = itemAt(id, n);
    return nobodys.includes(n) ? rest : { ...rest, actor };
  };
  const dynamodb = {
    SequenceNumber: String(sequence),
    ApproximateCreationDateTime: new Date(by.at),
    NewImage: image(seen(version)),
    ...(version > 1 && { OldImage: image(seen(version - 1)) }),
  };
  return lambdaRecord(
    { eventName: version > 1 ? 'MODIFY' : 'INSERT', dynamodb },
    { arn: 'arn:stream', region: 'us-east-1' },
  );
};
