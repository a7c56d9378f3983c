/**
 * Viewer request on /api/*. The browser holds its session only as HttpOnly cookies; the API wants a bearer token.
 * What the API sees as `authorization`, `x-viewer-host` and `x-viewer-address` comes from here, never from the client.
 */
// eslint-disable-next-line no-unused-vars -- CloudFront calls it by name
function handler(event) {
  const request = event.request;
  const headers = request.headers;

  // Addresses of the API need no encoding; one that has some would be read differently by each layer behind.
  if (request.uri.includes('%')) {
    return {
      statusCode: 404,
      statusDescription: 'Not Found',
      headers: {
        'content-type': { value: 'application/problem+json; charset=utf-8' },
        'cache-control': { value: 'no-store' },
      },
      body: JSON.stringify({
        type: '/problems/not-found',
        title: 'Not found',
        status: 404,
        code: 'not-found',
        detail: 'There is nothing at this address.',
      }),
    };
  }

  const access = request.cookies['__Host-access'];

  delete headers.authorization;
  delete headers['x-viewer-host'];
  delete headers['x-viewer-address'];
  delete headers['x-origin-proof'];
  if (access && access.value) headers.authorization = { value: `Bearer ${access.value}` };
  if (headers.host) headers['x-viewer-host'] = { value: headers.host.value };
  if (event.viewer.ip) headers['x-viewer-address'] = { value: event.viewer.ip };

  const session = request.uri === '/api/session' || request.uri.startsWith('/api/session/');
  if (!session) {
    request.cookies = {};
    delete headers.cookie;
  }
  return request;
}
