import { expect, test } from 'vitest';
import { createRouter } from '#infra/local/gateway/routes.ts';

const keys = [
  'ANY /api/v1/{proxy+}',
  'GET /api/v1/fixed',
  'ANY /api/v1/fixed',
  'ANY /api/{id}/fixed',
  'ANY /api/v1/exports/{proxy+}',
  'ANY /api/session',
];
const route = createRouter(keys.map((key) => ({ apiId: 'a', key, integrationId: 'i', scopes: [] })));

test.each([
  ['a full match goes before a greedy one', 'GET', '/api/v1/fixed', 'GET /api/v1/fixed', {}],
  ['a named method goes before ANY', 'PUT', '/api/v1/fixed', 'ANY /api/v1/fixed', {}],
  [
    'a longer greedy route goes before a shorter one',
    'GET',
    '/api/v1/exports/7',
    'ANY /api/v1/exports/{proxy+}',
    { proxy: '7' },
  ],
  ['a greedy parameter takes the rest', 'GET', '/api/v1/a/b', 'ANY /api/v1/{proxy+}', { proxy: 'a/b' }],
  ['a parameter takes one segment, decoded', 'GET', '/api/x%20y/fixed', 'ANY /api/{id}/fixed', { id: 'x y' }],
  ['a route without parameters matches exactly', 'GET', '/api/session', 'ANY /api/session', {}],
])('%s', (_name, method, path, key, parameters) => {
  expect(route(method, path)).toMatchObject({ route: { key }, parameters });
});

test.each(['/', '/api/v1', '/api/v1/', '/api/session/more'])('%s has no route', (path) => {
  expect(route('GET', path)).toBeUndefined();
});
