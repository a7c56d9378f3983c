export interface PicturePage {
  /** In points, 1/72 inch. */
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
  readonly pixels: readonly [width: number, height: number];
}

const round = (n: number) => String(Math.round(n * 100) / 100);

/**
 * A PDF (ISO 32000-1) in which each page is one picture and there is nothing else: no text, fonts, links, notes,
 * layers, bookmarks, attachments, and no word of who made it with what.
 */
export const pdfOfPictures = (pages: readonly PicturePage[]): Uint8Array => {
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = 0;
  const put = (...pieces: (string | Uint8Array)[]) => {
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
      parts.push(bytes);
      at += bytes.byteLength;
    }
  };
  const object = (...pieces: (string | Uint8Array)[]) => {
    offsets.push(at);
    put(`${offsets.length} 0 obj\n`, ...pieces, '\nendobj\n');
  };
  const first = (page: number) => 3 + page * 3;
  put('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n');
  object('<< /Type /Catalog /Pages 2 0 R >>');
  object(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${first(n)} 0 R`).join(' ')}] >>`);
  pages.forEach(({ width, height, jpeg, pixels: [across, down] }, n) => {
    const [w, h] = [round(width), round(height)];
    object(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents ${first(n) + 1} 0 R ` +
        `/Resources << /XObject << /P ${first(n) + 2} 0 R >> >> >>`,
    );
    const draw = `${w} 0 0 ${h} 0 0 cm /P Do`;
    object(`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`);
    object(
      `<< /Type /XObject /Subtype /Image /Width ${across} /Height ${down} /ColorSpace /DeviceRGB ` +
        `/BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.byteLength} >>\nstream\n`,
      jpeg,
      '\nendstream',
    );
  });
  const table = at;
  put(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`);
  put(offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join(''));
  put(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat(parts);
};
