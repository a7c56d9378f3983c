import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import { Problem, type FieldMessage } from '#shared/model/problem.ts';
import { depthOf, MAX_DEPTH } from './plain.ts';

/** The largest body of a request. Files go to S3 and never through here. */
export const MAX_BODY_BYTES = 400_000;

const messages = (error: z.ZodError, under: readonly string[]): FieldMessage[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...under, ...issue.path, key].join('.'),
          message: 'There is no such field here.',
        }))
      : [{ path: [...under, ...issue.path].join('.'), message: issue.message }],
  );

/** The value as the schema has it, or `invalid` with a message for each field, its path beginning with `under`. */
export const parse = <S extends z.ZodType>(
  schema: S,
  value: unknown,
  what = 'what you sent',
  ...under: string[]
): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = messages(parsed.error, under);
  throw new Problem(
    'invalid',
    `Look at ${what} again: ${errors.length === 1 ? 'one place needs' : `${errors.length} places need`} a change.`,
    errors,
  );
};

/** The JSON body of a request; throws for another media type, too much of it, or text that is not JSON. */
export const jsonBody = (event: APIGatewayProxyEventV2): unknown => {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : (event.body ?? '');
  if (Buffer.byteLength(text) > MAX_BODY_BYTES)
    throw new Problem(
      'too-large',
      `The body has more than ${MAX_BODY_BYTES / 1000} KB. Send less at once; files go up by their own upload.`,
    );
  if (!/^application\/json\s*(;|$)/i.test(event.headers['content-type'] ?? ''))
    throw new Problem('wrong-media-type', 'Send the body as application/json.');
  if (depthOf(text) > MAX_DEPTH) throw new Problem('bad-request', `The body nests deeper than ${MAX_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(
      'bad-request',
      `The body is not JSON: ${error instanceof Error ? error.message : 'it could not be read'}.`,
    );
  }
};

/** `If-Match: "7"` → 7. */
export const ifMatch = (event: APIGatewayProxyEventV2): number => {
  const sent = event.headers['if-match'];
  if (sent === undefined)
    throw new Problem('version-required', 'Send the version that you read as If-Match, for example If-Match: "7".');
  const version = /^(?:W\/)?"?([1-9]\d{0,8})"?$/.exec(sent.trim())?.[1];
  if (version === undefined) throw new Problem('bad-request', 'If-Match must be one version, for example "7".');
  return Number(version);
};
