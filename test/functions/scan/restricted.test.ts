import { describe, expect, it } from 'vitest';
import { heldBecause } from '#functions/scan/restricted.ts';
import { pdfOf } from '#test/support/pdf.ts';

const pdf = (...pages: string[]) => heldBecause(pdfOf(pages), 'application/pdf');

describe('the text of a PDF', () => {
  it('is let through when no number in it should not be kept', async () => {
    expect(await pdf('Permit KYG200042, outfall 019, 38.0406 -84.5037', 'Call 859-555-0100 (office)')).toBeUndefined();
  });

  it.each([
    ['Applicant SSN: 219-09-9999', 'Page 2 seems to hold a Social Security number.'],
    ['Paid with 4111 1111 1111 1111', 'Page 2 seems to hold a payment card number.'],
    ['Patient no. 0034411', 'Page 2 seems to hold a health record number.'],
  ])('names the page of “%s” without the number', async (text, sentence) => {
    expect(await pdf('Inspection of a construction site', text)).toBe(sentence);
  });

  it('is left to people where it cannot be read, and a picture has none', async () => {
    expect(await heldBecause(Buffer.from('%PDF-1.7 nothing that a reader could follow'), 'application/pdf')).toBe(
      undefined,
    );
    expect(await heldBecause(Buffer.from('SSN: 219-09-9999'), 'image/jpeg')).toBeUndefined();
  });

  it('leaves the bytes as they were', async () => {
    const content = pdfOf(['Applicant SSN: 219-09-9999']);
    const before = Buffer.from(content);
    await heldBecause(content, 'application/pdf');
    expect(content.equals(before)).toBe(true);
  });
});
