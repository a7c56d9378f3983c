import { expect, it } from 'vitest';
import { systemOfPrj } from '#shared/geo/prj.ts';

const geographic = (name: string, datum: string) =>
  `GEOGCS["${name}",DATUM["${datum}",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`;
const nad83 = geographic('GCS_North_American_1983', 'D_North_American_1983');
const mercator = (name: string, origin: string, feet: boolean, on = nad83) =>
  `PROJCS["${name}",${on},PROJECTION["Transverse_Mercator"],${origin},UNIT[${feet ? '"Foot_US",0.3048006096012192' : '"Meter",1.0'}]]`;
const parameters = (values: Record<string, number>) =>
  Object.entries(values)
    .map(([name, value]) => `PARAMETER["${name}",${value}]`)
    .join();
const easternNewYork = (easting: number) =>
  parameters({ False_Easting: easting, False_Northing: 0, Central_Meridian: -74.5, Scale_Factor: 0.9999, Latitude_Of_Origin: 38.8333333333333 }); // prettier-ignore
const zone16 = parameters({ False_Easting: 500000, False_Northing: 0, Central_Meridian: -87, Scale_Factor: 0.9996, Latitude_Of_Origin: 0 }); // prettier-ignore

it.each([
  [mercator('NAD_1983_StatePlane_New_York_East_FIPS_3101_Feet', easternNewYork(492125), true), 'EPSG:2260'],
  [mercator('NAD_1983_StatePlane_New_Jersey_FIPS_2900_Feet', easternNewYork(492125), true), 'EPSG:3424'],
  [mercator('NAD_1983_StatePlane_New_Jersey_FIPS_2900', easternNewYork(150000), false), 'EPSG:32111'],
  [mercator('NAD_1983_UTM_Zone_16N', zone16, false), 'EPSG:26916'],
  [mercator('WGS_1984_UTM_Zone_16N', zone16, false, geographic('GCS_WGS_1984', 'D_WGS_1984')), 'EPSG:32616'],
  [nad83, 'EPSG:4326'],
])('%s', (prj, id) => {
  expect(systemOfPrj(prj).id).toBe(id);
});

it.each([
  ['NAD27, which lies up to 100 m off', mercator('NAD_1927_UTM_Zone_16N', zone16, false, geographic('G', 'D_North_American_1927')), 'NAD_1927_UTM_Zone_16N'], // prettier-ignore
  ['degrees on NAD27', geographic('GCS_North_American_1927', 'D_North_American_1927'), 'GCS_North_American_1927'],
  [
    'a grid of a county of its own',
    mercator('County_Ground', zone16.replace('500000', '510000'), false),
    'County_Ground',
  ],
  ['no description at all', 'hello', 'an unnamed system'],
])('%s is refused with its name and the way out', (_what, prj, name) => {
  expect(() => systemOfPrj(prj)).toThrow(`in “${name}”, which is not known here. Project the layer`);
});
