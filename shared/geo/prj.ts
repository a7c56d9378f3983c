import { FileFault } from '../import/fault.ts';
import { coordinateSystems, degrees, type CoordinateSystem } from './coordinate-systems.ts';
import { toWgs84, type Placed } from './reproject.ts';

/** Datums that are taken for WGS84: NAD83 in all its realizations, and WGS84 itself. NAD27 lies up to 100 m off. */
const datum = /DATUM\s*\[\s*"(?:D_)?(?:North_American_(?:Datum_)?1983|NAD_?1983|NAD83|WGS[_ ]?(?:19)?84)/i;
const title = /^\s*(?:PROJCS|GEOGCS|COMPD_CS|PROJCRS|GEOGCRS)\s*\[\s*"([^"]{0,80})/i;
const falseOrigin = (name: string) => new RegExp(`"False_${name}"\\s*,\\s*([-+.\\deE]+)`, 'i');

const metresOf = { degrees: 1, metres: 1, feet: 0.3048 } as const;
/** A hundredth of a millimetre in degrees, with what the two ways of writing a foot leave. */
const SAME_DEGREES = 2e-7;

/** Positions inside the land that a projection is for: around its false origin, as the file counts. */
const probes = (prj: string): [number, number][] => {
  const [easting, northing] = ['Easting', 'Northing'].map((name) => Number(falseOrigin(name).exec(prj)?.[1] ?? 0));
  const step = 100_000;
  return [1, 2, 4].map((n) => [(easting ?? 0) + n * step, (northing ?? 0) + n * step * 1.5]);
};

const near = (a: Placed, b: Placed): boolean =>
  'position' in a &&
  'position' in b &&
  a.position.every((n, axis) => Math.abs(n - (b.position[axis] ?? Number.NaN)) < SAME_DEGREES);

const wordsOf = (name: string): string[] => name.toLowerCase().split(/[^a-z0-9]+/);

/**
 * Names differ from program to program, and parameters are written in many ways: two systems that place alike
 * are one. New Jersey and New York East do so; of them, the one that the file names more nearly is told.
 */
const matching = (prj: string, unit: CoordinateSystem['unit']): CoordinateSystem | undefined => {
  const theirs = toWgs84({ ...degrees, name: 'the .prj', definition: prj, unit });
  const placed = probes(prj).map((probe) => ({ probe, at: theirs(...probe) }));
  const alike = coordinateSystems.filter((system) => {
    if (metresOf[system.unit] !== metresOf[unit]) return false;
    const ours = toWgs84(system);
    return placed.every(({ probe, at }) => near(ours(...probe), at));
  });
  const words = new Set(wordsOf(title.exec(prj)?.[1] ?? ''));
  const score = ({ name }: CoordinateSystem) => wordsOf(name).filter((word) => words.has(word)).length;
  return alike.sort((a, b) => score(b) - score(a))[0];
};

const found = (prj: string): CoordinateSystem | undefined => {
  if (!datum.test(prj)) return undefined;
  if (/^\s*GEOGC/i.test(prj)) return degrees;
  const units = [...prj.matchAll(/UNIT\s*\[\s*"([^"]*)"/gi)].map(([, name = '']) => name);
  try {
    return matching(prj, units.some((name) => /f[eo]o?t/i.test(name)) ? 'feet' : 'metres');
  } catch {
    return undefined;
  }
};

/** The system that the .prj of a shapefile describes, in well-known text of Esri's or of OGC's making. */
export const systemOfPrj = (prj: string): CoordinateSystem => {
  const system = found(prj);
  if (system !== undefined) return system;
  throw new FileFault(
    `The .prj says that the coordinates are in “${title.exec(prj)?.[1] ?? 'an unnamed system'}”, which is not known here. Project the layer to a state plane on NAD83 or to WGS84 (EPSG:4326) and zip it again; QGIS and ArcGIS both do this when they export.`,
  );
};
