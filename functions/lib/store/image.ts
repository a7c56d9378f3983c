import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';
import { plainItem, type WireItem } from './plain.ts';

/** An item as the stream hands it over, in plain values. */
export const fromImage = (image: Record<string, AttributeValue>): Record<string, unknown> =>
  // The stream's own type knows sets and bytes as well; our items hold none.
  plainItem(image as unknown as WireItem);

/** An item as the stream would hand it over. */
export const toImage = (item: Readonly<Record<string, unknown>>) => marshall(item, { removeUndefinedValues: true });
