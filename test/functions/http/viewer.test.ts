import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { viewerAddress, viewerAgent } from '#functions/lib/http/viewer.ts';

const event = (headers: Record<string, string>) =>
  ({ headers, requestContext: { http: { sourceIp: '130.176.0.9' } } }) as unknown as APIGatewayProxyEventV2;

describe('the address of a viewer', () => {
  it('is what the edge wrote', () => {
    expect(viewerAddress(event({ 'x-viewer-address': '203.0.113.7' }))).toBe('203.0.113.7');
    expect(viewerAddress(event({ 'x-viewer-address': '2001:db8::7' }))).toBe('2001:db8::7');
  });
  it('is never x-forwarded-for, nor text that is no address', () => {
    expect(viewerAddress(event({ 'x-forwarded-for': '198.51.100.1' }))).toBe('130.176.0.9');
    expect(viewerAddress(event({ 'x-viewer-address': '203.0.113.7, 198.51.100.1' }))).toBe('130.176.0.9');
  });
});

describe('the browser of a viewer', () => {
  it('is cut to 200 characters and holds no line breaks', () => {
    expect(viewerAgent(event({ 'user-agent': `a\r\n${'b'.repeat(500)}` }))).toBe(`a  ${'b'.repeat(197)}`);
    expect(viewerAgent(event({}))).toBe('');
  });
});
