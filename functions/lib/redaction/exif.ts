const ORIENTATION = 0x0112;
const asTurned = (value: number): number => (value >= 1 && value <= 8 ? value : 1);

/** How the camera was held (EXIF 2.32, tag 0x0112), 1 to 8, from the TIFF structure that EXIF is. */
export const orientationIn = (tiff: Buffer): number => {
  const little = tiff.subarray(0, 2).toString('latin1') === 'II';
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  for (let n = 0; n < u16(directory); n += 1) {
    const entry = directory + 2 + n * 12;
    if (u16(entry) === ORIENTATION) return asTurned(u16(entry + 8));
  }
  return 1;
};
