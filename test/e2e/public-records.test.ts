import jpeg from 'jpeg-js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { desk, enter, phone, settled, sit, type Seat } from '#test/support/page.ts';
import { addPhoto } from '#test/support/photo.ts';
import { pngChunk, pngOf, tiffTurned } from '#test/support/pictures.ts';
import { pdfOfSquares } from '#test/support/turned-pdf.ts';
import { clean } from '#test/support/seen.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let browser: Browser;
let coordinator: Visitor;
let siteId: string;
let photoId: string;
let pdfId: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  coordinator = await stack.as('coordinator');
  await makeOneOfEach(coordinator);
  const notes = 'Mrs. Example-Neighbor called about mud on the road.';
  siteId = (await make(coordinator, 'site', { name: 'Quarry Hill', externalId: undefined, notes })).id;
  const grey = { width: 400, height: 300, data: Buffer.alloc(400 * 300 * 4, 0x99) };
  const content = Buffer.from(jpeg.encode(grey, 80).data);
  photoId = await addPhoto(stack, coordinator, { onType: 'site', onId: siteId, fileName: 'gate.jpg', content });
  const upside = pngOf({
    ...{ width: 40, height: 30, depth: 8, colour: 'grey', row: Buffer.alloc(40, 0x99) },
    chunks: [pngChunk('eXIf', tiffTurned(3))],
  });
  await addPhoto(stack, coordinator, {
    onType: 'site',
    onId: siteId,
    fileName: 'turned.png',
    content: upside,
    contentType: 'image/png',
  });
  const page = { mediaBox: [0, 0, 612, 792], square: [60, 80, 100, 50] } as const;
  pdfId = await addPhoto(stack, coordinator, {
    onType: 'site',
    onId: siteId,
    fileName: 'plan.pdf',
    content: pdfOfSquares([page, { ...page, rotate: 90 }, page]),
    contentType: 'application/pdf',
  });
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe.each([
  ['a phone', phone],
  ['a desk', desk],
] as const)('public records on %s', (where, viewport) => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await sit(browser, stack, viewport);
    await enter(seat, 'coordinator');
  });
  afterAll(() => seat.context.close());
  const subject = `Inspections by ${where}`;

  it('a request is entered, and says in words when its answer is due', async () => {
    const { page } = seat;
    await page.goto('/public-records-requests/new');
    await page.getByLabel('What it is about').fill(subject);
    await page.getByLabel('What is asked for').fill('All inspections of Quarry Hill, with photos.');
    await page.getByLabel('Received on').fill('2026-05-04');
    await page.getByRole('combobox', { name: /How it came/ }).selectOption({ label: 'Letter' });
    await page.getByRole('combobox', { name: /Law it is answered under/ }).selectOption({ label: 'Washington' });
    await page.getByRole('textbox', { name: 'Requester' }).fill('Example requester');
    await page
      .getByRole('button', { name: /^Save|^Add/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
    await page.getByText('5 business days (RCW 42.56.520(1))').first().waitFor();
    await page
      .getByText(/^Overdue by \d+ business days$/)
      .first()
      .waitFor();
    await clean(seat);
    await page.goto(`/public-records-requests?q=${where}`);
    await page.getByText(/^Overdue by \d+ business days$/).waitFor();
    await clean(seat);
    await page.getByRole('link', { name: subject }).first().click();
    await page.getByRole('heading', { level: 1, name: subject }).waitFor();
  });

  it('it is put off with a reason', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: 'Put off' }).click();
    const dialog = page.getByRole('dialog', { name: 'Put the answer off' });
    await dialog.getByRole('button', { name: 'Put off' }).click();
    await dialog.getByText('Choose a day.').waitFor();
    await clean(seat);
    await dialog.getByLabel('New day').fill('2099-05-20');
    await dialog.getByLabel('Reason').fill('Records are in storage.');
    await dialog.getByRole('button', { name: 'Put off' }).click();
    await page.getByText('Put off from May 11, 2026: Records are in storage.').waitFor();
  });

  it('records are chosen by a query, and one is taken out', async () => {
    const { page } = seat;
    await page.getByRole('link', { name: 'Choose, review and release' }).click();
    await page.getByRole('heading', { level: 1, name: `Records for: ${subject}` }).waitFor();
    await clean(seat);
    await page.getByLabel('Records', { exact: true }).selectOption({ label: 'Sites' });
    await page.getByLabel('Words in it').fill('quarry');
    await page.getByRole('button', { name: 'Add what matches' }).click();
    await page.getByText('1 match, 1 added.').waitFor();
    await page.getByLabel('Words in it').fill('');
    await page.getByRole('button', { name: 'Add what matches' }).click();
    await page.getByText(/1 added\./).waitFor();
    await page.getByText('2 records chosen: Sites 2.').waitFor();
    await page.getByRole('button', { name: /^Take out.*Mill Run Commons/ }).click();
    await page.getByText('1 record chosen: Sites 1.').waitFor();
    await clean(seat);
  });

  it('what goes out stands beside what is kept, and words are removed from it by an exemption', async () => {
    const { page } = seat;
    const before = (await coordinator.get(`/api/v1/sites/${siteId}`)).body;
    await page.getByRole('link', { name: /^What goes out.*Quarry Hill/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Quarry Hill' }).waitFor();
    await page.getByText('Nothing: this record goes out as it is.').waitFor();
    await clean(seat);
    await page.getByRole('button', { name: 'Remove words' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove words' });
    await dialog.getByLabel('Words to remove').fill('Mrs. Example-Neighbor');
    await dialog.getByLabel('Exemption').fill('42.56.240(2)');
    await dialog.getByLabel('Citation').fill('RCW 42.56.240(2)');
    await clean(seat);
    await dialog.getByRole('button', { name: 'Remove it from the copy' }).click();
    await dialog.getByText('This needs an answer.').waitFor();
    await dialog.getByLabel('Reason').fill('Names a complainant who asked for it.');
    await dialog.getByRole('button', { name: 'Remove it from the copy' }).click();
    await page.getByText('[REDACTED 11 to 25 characters; 42.56.240(2)] called about mud on the road.').waitFor();
    await page.getByRole('button', { name: /^Withhold\s+Contact$/ }).click();
    await page.getByRole('button', { name: 'Remove it from the copy' }).click();
    await page.getByText('[REDACTED whole field, 11 to 25 characters; 42.56.240(2)]').waitFor();
    await clean(seat);
    expect((await coordinator.get(`/api/v1/sites/${siteId}`)).body).toEqual(before);
  });

  it('parts of a photo are blacked out by keys or by numbers, and stand beside the photo as it is', async () => {
    const { page } = seat;
    await page.getByRole('link', { name: 'Black out parts of gate.jpg' }).click();
    await page.getByRole('heading', { level: 1, name: 'Black out parts of gate.jpg' }).waitFor();
    await page.getByText('Nothing is blacked out yet.').waitFor();
    await page.locator('.stage img').waitFor();
    const add = page.getByRole('button', { name: 'Add a box in the middle' });
    await add.focus();
    await page.keyboard.press('Enter');
    if (where === 'a phone') {
      await page.getByLabel('From the left').fill('45');
      await page.getByLabel('Height').fill('25');
    } else {
      await page.waitForFunction(() => document.activeElement?.id === 'area-draft');
      for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowRight');
      for (let n = 0; n < 5; n += 1) await page.keyboard.press('Shift+ArrowDown');
    }
    await clean(seat);
    await page.getByRole('button', { name: 'Black out this area' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Black out' }).click();
    await page.getByText('The area is black in the copy.').waitFor();
    await page.getByText('45 % from the left, 40 % from the top, 20 % wide, 25 % high').waitFor();
    await clean(seat);
    await page.getByRole('link', { name: 'What goes out' }).click();
    await page.getByText('Goes out without its hidden data, and black in 1 place.').waitFor();
    await page.getByText(/part of a picture or page, 45 % from the left/).waitFor();
    await clean(seat);
    const requestId = /requests\/([0-9a-f-]+)\//.exec(page.url())?.[1] ?? '';
    const { rules } = (await coordinator.get(`/api/v1/public-records-requests/${requestId}/redactions`)).body;
    const areas = [{ x: 0.45, y: 0.4, width: 0.2, height: 0.25 }];
    expect(rules.at(-1)).toMatchObject({ kind: 'areas', file: photoId, areas, exemption: { code: '42.56.240(2)' } });
  });

  it('a picture that would stay behind whole says so before anybody marks it', async () => {
    const { page } = seat;
    const missing = { code: 'not-found', detail: 'This file is recorded, but it is not in the store.' };
    await page.route('**/copy-limits', (asked) => asked.fulfill({ status: 404, json: missing }));
    await page.reload();
    await page.getByText('It is not known of every picture whether the copy can show it').waitFor();
    await page.getByRole('link', { name: 'Black out parts of turned.png' }).click();
    await page.getByText('It is not known whether the copy can show this picture').waitFor();
    await clean(seat);
    await page.unroute('**/copy-limits');
    await page.reload();
    await page.getByText('As soon as a part is marked, the copy goes without the whole picture.').waitFor();
    await clean(seat);
    await page.getByRole('button', { name: 'Add a box in the middle' }).click();
    await page.getByRole('button', { name: 'Black out this area' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Black out' }).click();
    await page.getByText('The area is noted, and the copy goes without the whole picture.').waitFor();
    await page.getByRole('link', { name: 'What goes out' }).click();
    await page.getByText('Stays behind whole, because parts of it are marked').waitFor();
    expect(await page.getByRole('img', { name: 'turned.png, black in 1 place' }).count()).toBe(0);
    await page.getByText('turned.png: file withheld, whole file').waitFor();
    await clean(seat);
  });

  it('parts of a page of a PDF are black in the copy, each on its page', async () => {
    const { page } = seat;
    await page.getByRole('link', { name: 'Black out parts of plan.pdf' }).click();
    await page.getByText('Page 1 of 3').waitFor();
    await page.getByLabel('Go to page').fill('9');
    await page.getByRole('button', { name: 'Go', exact: true }).click();
    await page.getByText('A number from 1 to 3.').waitFor();
    await clean(seat);
    await page.getByLabel('Go to page').fill('2');
    await page.keyboard.press('Enter');
    await page.getByText('Page 2 of 3').waitFor();
    const drawn = page.getByRole('img', { name: 'plan.pdf, page 2' });
    await drawn.waitFor();
    if (where === 'a phone') {
      await page.getByRole('button', { name: 'Add a box in the middle' }).click();
      for (const [side, percent] of [
        ['From the left', '10'],
        ['From the top', '20'],
        ['Width', '30'],
        ['Height', '40'],
      ] as const)
        await page.getByLabel(side).fill(percent);
    } else {
      const box = await drawn.boundingBox();
      if (box === null) throw new Error('The page is not there.');
      await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.6, { steps: 4 });
      await page.mouse.up();
    }
    await page.getByRole('heading', { name: 'New area on page 2' }).waitFor();
    await clean(seat);
    await page.getByRole('button', { name: 'Black out this area' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Black out' }).click();
    await page.getByText('The area is black in the copy.').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('img', { name: 'plan.pdf, page 3' }).waitFor();
    expect(await page.locator('.area-black').count()).toBe(0);
    await page.getByRole('button', { name: 'Add a box in the middle' }).click();
    await page.getByRole('button', { name: 'Black out this area' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Black out' }).click();
    await page.getByRole('heading', { name: 'Page 3' }).waitFor();
    await page.getByRole('button', { name: 'Show page 2' }).click();
    await page.locator('.area-black').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Page 2 of 3');
    const top = await page.getByText('Page 2 of 3').evaluate((bar) => bar.getBoundingClientRect().top);
    expect(top > 0 && top < 300, `at ${top} px`).toBe(true);
    await clean(seat);
    await page.getByRole('button', { name: 'Remove area 2' }).click();
    await page.getByText('The area was removed').waitFor();
    const requestId = /requests\/([0-9a-f-]+)\//.exec(page.url())?.[1] ?? '';
    const { rules } = (await coordinator.get(`/api/v1/public-records-requests/${requestId}/redactions`)).body;
    const of = rules.filter((rule: { file?: string }) => rule.file === pdfId);
    expect(of.flatMap(({ areas }: { areas: object[] }) => areas)).toEqual([
      {
        page: 2,
        x: expect.closeTo(0.1, 1) as number,
        y: expect.closeTo(0.2, 1) as number,
        width: expect.closeTo(0.3, 1) as number,
        height: expect.closeTo(0.4, 1) as number,
      },
    ]);
  });

  it('a PDF is shown beside what goes out of it, from where something is black', async () => {
    const { page } = seat;
    await page.getByRole('link', { name: 'What goes out' }).click();
    await page.getByText('Page 2 of 3').waitFor();
    await page.getByRole('img', { name: 'plan.pdf, page 2, as it is kept' }).waitFor();
    await page.getByRole('img', { name: 'plan.pdf, page 2, black in 1 place' }).waitFor();
    await page.getByText('Goes out as pictures of its pages, without text, and black in 1 place.').waitFor();
    await page.getByText('plan.pdf, page 2, area 1').waitFor();
    await clean(seat);
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('img', { name: 'plan.pdf, page 3, with nothing black' }).waitFor();
  });

  it('all of it is reached and read without a mouse', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: 'Withhold the whole record' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Withhold the whole record');
    const headers = await page.getByRole('columnheader').allTextContents();
    expect(headers).toEqual(['Field', 'As it is kept', 'What goes out', 'Remove']);
  });

  it('a copy is made, and what was released is kept with its hash', async () => {
    const { page } = seat;
    await page.getByRole('link', { name: 'Records for the request' }).click();
    if (where === 'a phone') {
      await page.getByLabel('Remove from every record').selectOption({ label: 'Hidden data of photos and PDFs' });
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      // What the last rule rested on is filled in.
      await page.getByRole('button', { name: 'Remove it from the copy' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    } else {
      await page.getByLabel('Take the rules of a profile').selectOption({ label: 'Starter set: Washington' });
      await page.getByText('check each rule with your counsel').waitFor();
      await clean(seat);
      await page.getByRole('button', { name: 'Remove all this from the copy' }).click();
      await page.getByText('5 rules were added.').waitFor();
      await page.getByRole('button', { name: /^Put back.*E-mail addresses$/ }).waitFor();
    }
    await page.getByRole('button', { name: 'Make the copy' }).click();
    await page.getByText('The copy is ready').waitFor({ timeout: 60_000 });
    await clean(seat);
    await page.getByRole('button', { name: 'Release this copy' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByRole('heading', { name: /^Release 1, / }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download release 1' }).click();
    expect((await download).suggestedFilename()).toBe('release-1-export.zip');
    await clean(seat);
  });

  it('met no script error, no policy violation and no foreign host on the way', () => {
    expect(seat.troubles).toEqual([]);
  });
});

it('a viewer reads a request without the requester, and finds no desk', async () => {
  const seat = await sit(browser, stack, desk);
  await enter(seat, 'viewer');
  const { id } = (await coordinator.get('/api/v1/public-records-requests')).body.items[0];
  await seat.page.goto(`/public-records-requests/${id}`);
  await seat.page.getByRole('heading', { level: 2, name: 'Answer' }).waitFor();
  expect(await seat.page.getByText('Example requester').count()).toBe(0);
  expect(await seat.page.getByRole('link', { name: 'Choose, review and release' }).count()).toBe(0);
  await seat.page.goto(`/public-records-requests/${id}/desk`);
  await settled(seat.page);
  expect(await seat.page.locator('h1').textContent()).not.toMatch(/Records for/);
  await seat.context.close();
});
