import { zipSync } from 'fflate';
import type { SourceFile } from '#functions/imports/rows.ts';

type Point = readonly [x: number, y: number, ...more: number[]];

/** One shape as bytes: its type, then doubles and integers as the Technical Description has them. */
const shape = (type: number, write: (view: DataView) => number): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4000));
  view.setInt32(0, type, true);
  return new Uint8Array(view.buffer).slice(0, write(view));
};

export const nothing = (): Uint8Array => shape(0, () => 4);

/** Types 1, 11 and 21: with Z it is followed by altitude and measure, with M by the measure. */
export const point = ([x, y, ...more]: Point, type = 1): Uint8Array =>
  shape(type, (view) => {
    [x, y, ...more].forEach((n, at) => view.setFloat64(4 + at * 8, n, true));
    return 20 + more.length * 8;
  });

/** Polylines and polygons; `tail` are the altitudes and measures that follow the positions. */
export const parts = (type: number, rings: readonly (readonly Point[])[], tail = 0): Uint8Array =>
  shape(type, (view) => {
    const points = rings.flat();
    view.setInt32(36, rings.length, true);
    view.setInt32(40, points.length, true);
    let start = 0;
    rings.forEach((ring, n) => {
      view.setInt32(44 + n * 4, start, true);
      start += ring.length;
    });
    const at = 44 + rings.length * 4;
    points.forEach(([x, y], n) => {
      view.setFloat64(at + n * 16, x, true);
      view.setFloat64(at + n * 16 + 8, y, true);
    });
    return at + points.length * 16 + tail * 8;
  });

export const multiPoint = (points: readonly Point[]): Uint8Array =>
  shape(8, (view) => {
    view.setInt32(36, points.length, true);
    points.forEach(([x, y], n) => {
      view.setFloat64(40 + n * 16, x, true);
      view.setFloat64(48 + n * 16, y, true);
    });
    return 40 + points.length * 16;
  });

export const shp = (shapes: readonly Uint8Array[]): Buffer => {
  const records = shapes.map((bytes, n) => {
    const head = Buffer.alloc(8);
    head.writeInt32BE(n + 1, 0);
    head.writeInt32BE(bytes.length / 2, 4);
    return Buffer.concat([head, bytes]);
  });
  const head = Buffer.alloc(100);
  head.writeInt32BE(9994, 0);
  head.writeInt32LE(1000, 28);
  return Buffer.concat([head, ...records]);
};

type Column = readonly [name: string, type: string, length: number];

/** A table whose cells are given as the bytes that stand in it. A row that begins with an asterisk was deleted. */
export const dbf = (
  columns: readonly Column[],
  rows: readonly (readonly (string | Buffer)[])[],
  driver = 0,
): Buffer => {
  const head = Buffer.alloc(32 + columns.length * 32 + 1);
  head[0] = 3;
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(head.length, 8);
  head.writeUInt16LE(
    columns.reduce((sum, [, , length]) => sum + length, 1),
    10,
  );
  head[29] = driver;
  columns.forEach(([name, type, length], n) => {
    head.write(name, 32 + n * 32, 'latin1');
    head.write(type, 43 + n * 32, 'latin1');
    head[48 + n * 32] = length;
  });
  head[head.length - 1] = 0x0d;
  const cells = rows.map((row) => {
    const deleted = row[0] === '*';
    const bytes = (deleted ? row.slice(1) : row).map((cell, n) => {
      const padded = Buffer.alloc(columns[n]?.[2] ?? 0, ' ');
      Buffer.from(cell).copy(padded);
      return padded;
    });
    return Buffer.concat([Buffer.from(deleted ? '*' : ' '), ...bytes]);
  });
  return Buffer.concat([head, ...cells]);
};

export const zip = (files: Readonly<Record<string, Uint8Array | string>>): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    zipSync(
      Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Uint8Array.from(Buffer.from(content))])),
    ),
  );

/** A file of which any part can be read, in chunks that end at awkward places. */
export const sourceOf = (bytes: Uint8Array): SourceFile => ({
  bytes: bytes.length,
  read: async function* (from, to) {
    for (let at = from; at < to; at += 77)
      yield await Promise.resolve(Uint8Array.from(bytes.subarray(at, Math.min(to, at + 77))));
  },
});

/** As ArcGIS and GDAL write it for EPSG:2246. */
export const kentuckyNorth =
  'PROJCS["NAD_1983_StatePlane_Kentucky_North_FIPS_1601_Feet",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",1640416.667],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-84.25],PARAMETER["Standard_Parallel_1",37.9666666666667],PARAMETER["Standard_Parallel_2",38.9666666666667],PARAMETER["Latitude_Of_Origin",37.5],UNIT["US survey foot",0.304800609601219]]';
