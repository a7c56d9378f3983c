/** A page with one blue square on white, and what the page says of how it is shown. Lengths are in points. */
export interface SquarePage {
  readonly mediaBox: readonly [number, number, number, number];
  readonly cropBox?: readonly [number, number, number, number];
  /** Clockwise, in degrees (ISO 32000-1, 7.7.3.3). */
  readonly rotate?: 0 | 90 | 180 | 270;
  /** Left, bottom, width and height, before cropping and turning. */
  readonly square: readonly [number, number, number, number];
}

const boxOf = (name: string, box: readonly number[] | undefined) => (box ? `/${name} [${box.join(' ')}]` : '');

/** A PDF with such pages; nothing on them but the squares. */
export const pdfOfSquares = (pages: readonly SquarePage[]): Buffer<ArrayBuffer> => {
  const kids = pages.map((_page, n) => `${3 + n * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    ...pages.flatMap(({ mediaBox, cropBox, rotate = 0, square }, n) => {
      const content = `0 0 1 rg ${square.join(' ')} re f`;
      return [
        `<< /Type /Page /Parent 2 0 R ${boxOf('MediaBox', mediaBox)} ${boxOf('CropBox', cropBox)} ` +
          `/Rotate ${rotate} /Contents ${4 + n * 2} 0 R /Resources << >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, n) => {
    const at = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = file.length;
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
};
