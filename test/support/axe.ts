import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Run {
  run(
    within: Node,
    options: object,
  ): Promise<{ violations: { id: string; help: string; nodes: { element?: Element; html: string }[] }[] }>;
}

/** What axe finds wrong by WCAG 2.2 AA and its best practices, as one line for each place. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  // By the debugger's own channel, since the page's policy lets no script be added.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // The script that was just run put it there, which no type knows of.
    const { axe } = window as unknown as { axe: Run };
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run(document, { runOnly, elementRef: true });
    /** Half under a bar that stays in place, a target is too small only if nobody can scroll it out from there. */
    const tooSmallInFullView = async (target: Element): Promise<boolean> => {
      target.scrollIntoView({ block: 'center', behavior: 'instant' });
      const again = await axe.run(target, { runOnly: { type: 'rule', values: ['target-size'] } });
      return again.violations.length > 0;
    };
    const found: string[] = [];
    const { scrollX, scrollY } = window;
    for (const { id, help, nodes } of violations)
      for (const { element, html } of nodes)
        if (id !== 'target-size' || element === undefined || (await tooSmallInFullView(element)))
          found.push(`${id}: ${help} at ${html.slice(0, 160)}`);
    window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
    return found;
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
