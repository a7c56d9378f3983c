const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);

/** Markup that was made here; everything else is text and is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Part[];

const rendered = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  return typeof part === 'object' ? part.map(rendered).join('') : escaped(String(part));
};

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => text + rendered(parts[index] ?? '')).join(''));
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:75rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #a9aeb1;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}button{font:inherit;padding:.25rem .75rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f0f0f0;padding:.5rem}a,button{min-height:24px}`;

const pages = [
  ['', 'Overview'],
  ['/inbox', 'Inbox'],
  ['/codes', 'Sign-in codes'],
  ['/dead-letters', 'Dead letters'],
  ['/denials', 'Denied calls'],
  ['/invocations', 'Invocations'],
  ['/schedules', 'Schedules'],
  ['/resources', 'Resources'],
] as const;

/** `again`: seconds after which the page loads itself once more, for what changes by the clock. */
export function page(title: string, content: Part, again?: number): string {
  const links = pages.map(([path, name]) => html`<li><a href="/_local${path}">${name}</a></li>`);
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${again === undefined ? '' : html`<meta http-equiv="refresh" content="${again}" />`}
        <title>${title} · local console</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <nav aria-label="Console">
          <ul>
            ${links}
          </ul>
        </nav>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
  return whole.text;
}

export function table(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Markup {
  if (rows.length === 0) return html`<p>${caption}: none.</p>`;
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell) => html`<td>${cell}</td>`)}
      </tr> `,
  );
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}
