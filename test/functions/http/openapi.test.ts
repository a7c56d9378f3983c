import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { openApi } from '#functions/lib/http/openapi.ts';
import type { RouteSpec } from '#functions/lib/http/request.ts';
import { onlyAdmins } from '#shared/model/role.ts';

const operation = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), schema: z.looseObject({ pattern: z.string().optional() }) })),
  responses: z.record(z.string(), z.looseObject({ content: z.unknown().optional() })),
});
const described = (route: Pick<RouteSpec, 'status' | 'needsVersion'>) => {
  const path = '/api/v1/things/{id}';
  const document = openApi([{ method: 'POST', path, summary: 'A step', roles: onlyAdmins, ...route }]);
  const { paths } = z.looseObject({ paths: z.record(z.string(), z.object({ post: operation })) }).parse(document);
  return operation.parse(paths[path]?.post);
};

describe('the description of a route', () => {
  it('promises no content where the answer is empty', () => {
    expect(described({ status: 204 }).responses['204']?.content).toBeUndefined();
    expect(described({ status: 200 }).responses['200']?.content).toHaveProperty('application/json');
  });

  it('says how a version is written', () => {
    const { parameters } = described({ status: 200, needsVersion: true });
    const pattern = new RegExp(parameters.find(({ name }) => name === 'If-Match')?.schema.pattern ?? '(?!)');
    expect(['"7"', '"120"'].every((text) => pattern.test(text))).toBe(true);
    expect(['', '0', '"0"', 'seven', '*'].some((text) => pattern.test(text))).toBe(false);
  });

  it('names what any route may answer to a wrong address, and any change to the current state', () => {
    expect(Object.keys(described({ status: 200 }).responses)).toEqual(expect.arrayContaining(['400', '409']));
  });
});
