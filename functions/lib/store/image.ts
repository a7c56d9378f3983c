import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from 'aws-lambda';

type Image = Parameters<typeof unmarshall>[0];

/** An item as the stream hands it over, in plain values. */
export const fromImage = (image: Record<string, AttributeValue>): Record<string, unknown> =>
  // The stream's own type writes binary as base64 text; our items hold none.
  unmarshall(image as Image);

/** An item as the stream would hand it over. */
export const toImage = (item: Readonly<Record<string, unknown>>) => marshall(item, { removeUndefinedValues: true });
