/**
 * Viewer request on the site. An address without a file extension is a screen of the single-page application. Doing it
 * here and not by rewriting 403 and 404 answers keeps the API's errors what they are.
 */
// eslint-disable-next-line no-unused-vars -- CloudFront calls it by name
function handler(event) {
  const request = event.request;
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!name.includes('.')) request.uri = '/index.html';
  return request;
}
