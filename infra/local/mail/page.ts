import type { Mail } from './index.ts';

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** The words of an HTML letter; its markup is never given to the browser. */
const words = (html: string) =>
  html
    .replaceAll(/<(br|\/p|\/div|\/h\d|\/tr)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function letter({ id, at, from, to, subject, text, html }: Mail): string {
  const heading = escaped(subject === '' ? '(no subject)' : subject);
  return `<article aria-labelledby="mail-${escaped(id)}">
<h2 id="mail-${escaped(id)}">${heading}</h2>
<dl>
<dt>From</dt><dd>${escaped(from)}</dd>
<dt>To</dt><dd>${escaped(to.join(', '))}</dd>
<dt>Sent</dt><dd><time datetime="${escaped(at)}">${escaped(at)}</time></dd>
</dl>
<pre>${escaped(text ?? words(html ?? ''))}</pre>
</article>`;
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
article{border-top:1px solid #71767a;padding:1rem 0}dl{display:grid;grid-template-columns:4rem 1fr;margin:0}dd{margin:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}`;

/** Newest first. */
export function inboxPage(mails: readonly Mail[]): string {
  const letters = mails.toReversed().map(letter).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local mail (${String(mails.length)})</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Local mail</h1>
<p>Letters the product has sent on this machine. Nothing leaves it. Reload to see new ones.</p>
${letters === '' ? '<p>No mail yet.</p>' : letters}
</main>
</body>
</html>
`;
}
