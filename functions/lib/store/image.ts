import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';
import { plainItem, type WireItem } from './plain.ts';

/** An item as the stream hands it over, in plain values. */
export const fromImage = (image: Record<string, AttributeValue>): Record<string, unknown> =>
  // The stream's own type knows sets and bytes as well; our items hold none.
  plainItem(image as unknown as WireItem);

/** The same of an item of any kind: a member's recovery codes are a set. */
export const fromAnyImage = (image: Record<string, AttributeValue>): Record<string, unknown> =>
  unmarshall(image as Parameters<typeof unmarshall>[0]);

/** An item as the stream would hand it over. */
export const toImage = (item: Readonly<Record<string, unknown>>) => marshall(item, { removeUndefinedValues: true });
