import { placeIn, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';

/** Where everything lies that was released for a public-records request. */
export const releasesPrefix = (tenantId: string, requestId: string): string => `${tenantId}/releases/${requestId}/`;

/** Named after the copy, so that keeping it twice writes the same bytes to the same place. */
export const releaseKey = (tenantId: string, requestId: string, copyId: string, name: string): string =>
  `${releasesPrefix(tenantId, requestId)}${copyId}/${name}`;

/** Where a file of an export lies. */
export const exportPlace = (bucket: Bucket, tenantId: string, id: string, name: string): ObjectPlace =>
  placeIn(bucket, tenantId, `${tenantId}/exports/${id}/${name}`);
