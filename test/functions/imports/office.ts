import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { v7 } from 'uuid';
import type { ImportJob, Mapping } from '#shared/model/job.ts';
import type { Visitor } from '#test/support/visitor.ts';

export interface SourceFile {
  readonly recordType?: 'structure' | 'outfall' | 'site';
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The order for a file, as the import screen sends it. */
export const orderOf = ({ recordType = 'structure', name, content }: SourceFile) => ({
  recordType,
  fileName: name,
  format: name.endsWith('.csv') ? 'csv' : name.endsWith('.zip') ? 'shapefile' : 'geojson',
  bytes: Buffer.byteLength(content),
  sha256: sha256(content),
});

const path = (id: string, verb = '') => `/api/v1/imports/${id}${verb}`;

/** Announces a file, sends it and has it read. */
export const upload = async (by: Visitor, file: SourceFile): Promise<ImportJob> => {
  const id = v7();
  const { status, body } = await by.post('/api/v1/imports', { id, ...orderOf(file) });
  if (status !== 201) throw new Error(`The import was answered ${status}: ${JSON.stringify(body)}`);
  const put = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: file.content });
  if (put.status !== 200) throw new Error(`The upload was answered ${put.status}: ${await put.text()}`);
  return (await by.post(path(id, '/read'), {})).body as ImportJob;
};

/** Waits until a job needs a person again. */
export const settled = async <J>(by: Visitor, at: string): Promise<J> => {
  for (;;) {
    const { body } = await by.get(at);
    if (!['waiting', 'checking', 'running', 'undoing', 'cancelling'].includes(String(body.state))) return body as J;
    await setTimeout(50);
  }
};

export const start = async (
  by: Visitor,
  verb: 'check' | 'run',
  { id }: Pick<ImportJob, 'id'>,
  mapping: Mapping | undefined,
): Promise<ImportJob> => {
  const { status, body } = await by.post(path(id, `/${verb}`), { mapping });
  if (status !== 202) throw new Error(`The ${verb} was answered ${status}: ${JSON.stringify(body)}`);
  return settled(by, path(id));
};

/** A whole import with the mapping that was suggested, changed as asked. */
export const bring = async (by: Visitor, file: SourceFile, change: Partial<Mapping> = {}): Promise<ImportJob> => {
  const job = await upload(by, file);
  if (job.suggested === undefined) throw new Error(`The file could not be read: ${job.message ?? ''}`);
  return start(by, 'run', job, { ...job.suggested, ...change });
};

export const errorsOf = async (by: Visitor, { id }: Pick<ImportJob, 'id'>) =>
  (await by.get(path(id, '/errors'))).body.items;

interface Structure {
  readonly id: string;
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** All records of a type, oldest first. */
export const everyRecord = async (by: Visitor, plural = 'structures'): Promise<Structure[]> => {
  const found: Structure[] = [];
  let cursor = '';
  do {
    const { body } = await by.get(`/api/v1/${plural}?limit=100${cursor && `&cursor=${cursor}`}`);
    found.push(...(body.items as Structure[]));
    cursor = (body.next as string | undefined) ?? '';
  } while (cursor !== '');
  return found.reverse();
};

/** Pipes of a GIS, with what is awkward about real ones: repeated and missing IDs, null attributes, altitudes. */
export const pipes = (count: number, change: (n: number) => object = () => ({})): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
    features: Array.from({ length: count }, (_, n) => ({
      type: 'Feature',
      properties: {
        OBJECTID: n + 1,
        LineType: 'Pipe',
        LineSize: n % 3 ? 12 : null,
        FacilityStatus: 'ACTV',
        GlobalID: `{P-${n + 1}}`,
        ...change(n + 1),
      },
      geometry: { type: 'LineString', coordinates: [[-84.5 - n / 1e5, 38.03, 290], [-84.51, 38.031, 291]] }, // prettier-ignore
    })),
  });
