import { zones } from './zones.ts';

/** A way to write places as numbers, other than degrees. */
export interface CoordinateSystem {
  /** `EPSG:` and its number, as files and people name it. */
  readonly id: string;
  readonly name: string;
  /** What proj4 reads. */
  readonly definition: string;
  readonly unit: 'degrees' | 'metres' | 'feet';
}

const units = {
  m: { unit: 'metres', label: 'metres' },
  'us-ft': { unit: 'feet', label: 'US survey feet' },
  ft: { unit: 'feet', label: 'international feet' },
} as const;

const isUnit = (text: string): text is keyof typeof units => Object.hasOwn(units, text);

const byCode = new Map<number, CoordinateSystem>();
const offered: CoordinateSystem[] = [];

const add = (system: CoordinateSystem, codes: readonly number[]): void => {
  offered.push(system);
  for (const code of codes) byCode.set(code, system);
};

/** Places on NAD83 are taken as they are for WGS84, as GIS programs do by default: the two differ by 1 to 2 metres. */
const NAD83 = '+datum=NAD83 +no_defs';

const addZone = (line: string): void => {
  const [name = '', projection = '', ...groups] = line.split(' | ');
  for (const group of groups) {
    const [mark = '', ...codes] = group.split(' ');
    if (!isUnit(mark)) throw new Error(`The zone ${name} has a unit that is not known: ${mark}.`);
    const { unit, label } = units[mark];
    const parameters = projection.replaceAll(/(^| )/g, '$1+');
    // A later parameter wins, so these hold only where a zone names none.
    const definition = `+x_0=0 +y_0=0 ${parameters} +units=${mark} ${NAD83}`;
    add({ id: `EPSG:${codes[0] ?? ''}`, name: `NAD83 / ${name} (${label})`, definition, unit }, codes.map(Number));
  }
};

/** The zones of the States and territories: 1 to 20 from Alaska to Puerto Rico, and those beyond the date line. */
const addUtm = (zone: number): void => {
  const nad = zone <= 23 ? [26900 + zone] : zone >= 59 ? [3372 + zone - 59] : [];
  // NAD83(HARN), NAD83(NSRS2007) and NAD83(2011); not every zone has each of them.
  if (zone >= 10 && zone <= 19) nad.push(3740 + zone - 10);
  if (zone <= 19) nad.push(3707 + zone, 6329 + zone);
  const utm = `+proj=utm +zone=${zone}`;
  const [first] = nad;
  if (first !== undefined)
    add(
      {
        id: `EPSG:${first}`,
        name: `NAD83 / UTM zone ${zone}N (metres)`,
        definition: `${utm} +units=m ${NAD83}`,
        unit: 'metres',
      },
      nad,
    );
  add(
    {
      id: `EPSG:${32600 + zone}`,
      name: `WGS 84 / UTM zone ${zone}N (metres)`,
      definition: `${utm} +datum=WGS84 +units=m +no_defs`,
      unit: 'metres',
    },
    [32600 + zone],
  );
};

for (const line of zones.trim().split('\n')) addZone(line);
for (const zone of [...Array.from({ length: 20 }, (_, n) => n + 1), 55, 56, 59, 60]) addUtm(zone);
add(
  {
    id: 'EPSG:3857',
    name: 'Web Mercator (metres)',
    definition:
      '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
    unit: 'metres',
  },
  [3857, 102100, 102113, 900913],
);

/** Every system that a person can choose, by name. */
export const coordinateSystems: readonly CoordinateSystem[] = offered;

/** Longitude and latitude as they are: WGS84, and NAD83 with its realizations, without a shift. */
export const degrees: CoordinateSystem = {
  id: 'EPSG:4326',
  name: 'Longitude and latitude in degrees (WGS 84)',
  definition: '+proj=longlat +datum=WGS84 +no_defs',
  unit: 'degrees',
};
for (const code of [4326, 4269, 4152, 4759, 6318]) byCode.set(code, degrees);

const named =
  /^(?:urn:(?:x-)?ogc:def:crs:|https?:\/\/www\.opengis\.net\/def\/crs\/)?(EPSG|ESRI)[:/](?:[\d.]*[:/])?(\d+)$/i;
const inDegrees = /(?:^|[:/])CRS(?:84|83)$/i;

/** The system that a name such as `EPSG:2246` or `urn:ogc:def:crs:OGC:1.3:CRS84` means, if it is one of ours. */
export const systemNamed = (name: string): CoordinateSystem | undefined => {
  if (inDegrees.test(name)) return degrees;
  const [, , code] = named.exec(name.trim()) ?? [];
  return code === undefined ? undefined : byCode.get(Number(code));
};
