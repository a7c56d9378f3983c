import { expect } from 'vitest';
import { axeFindings, layoutFindings } from './axe.ts';
import { settled, type Seat } from './page.ts';

/** The page as a person has it before them: at rest, accessible, within its width, and without trouble on the way. */
export const clean = async ({ page, troubles }: Seat): Promise<void> => {
  await settled(page);
  expect(await axeFindings(page)).toEqual([]);
  expect(await layoutFindings(page)).toEqual([]);
  expect(troubles).toEqual([]);
};

/** For whoever wants to look: kept where SCREENSHOTS names a folder. */
export const picture = async ({ page }: Seat, name: string): Promise<void> => {
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};
