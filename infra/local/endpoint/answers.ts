import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes: DynamoDB takes 16 MB in one request, more than any other JSON service here. */
const largestBody = 17 * 1024 * 1024;

/** Undefined when the body is too long. */
export async function bodyOf(request: IncomingMessage, limit = largestBody): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  contentType = 'application/x-amz-json-1.1',
): void {
  const text = JSON.stringify(body);
  const type = '__type' in body && typeof body.__type === 'string' ? body.__type : undefined;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...(type !== undefined && { 'x-amzn-errortype': type }),
  });
  response.end(text);
}

export function answerXml(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(xml) });
  response.end(xml);
}
