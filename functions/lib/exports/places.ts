import { placeIn, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';

/** Where a file of an export lies. */
export const exportPlace = (bucket: Bucket, tenantId: string, id: string, name: string): ObjectPlace =>
  placeIn(bucket, tenantId, `${tenantId}/exports/${id}/${name}`);
