import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Run {
  run(
    options: object,
  ): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

/** What axe finds wrong by WCAG 2.2 AA and its best practices, as one line for each place. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  // By the debugger's own channel, since the page's policy lets no script be added.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: Run }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help} at ${n.html.slice(0, 160)}`));
  });
};

/** Things that must be so on every screen and that axe does not look at. */
export const layoutFindings = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`scrolls sideways by ${scrollWidth - clientWidth} px`);
    if (document.querySelectorAll('h1').length !== 1)
      found.push(`${document.querySelectorAll('h1').length} main headings`);
    if (document.title === '') found.push('no title');
    if (clientWidth < 600)
      for (const target of document.querySelectorAll('main button, main a[class*="button"], nav a, nav button')) {
        const { width, height } = target.getBoundingClientRect();
        if (width > 0 && height > 0 && height < 44 && getComputedStyle(target).display !== 'inline')
          found.push(`a target of ${Math.round(width)} × ${Math.round(height)} px: ${target.textContent.slice(0, 40)}`);
      }
    return found;
  });
