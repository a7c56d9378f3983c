import type { Reading, StoredImport, TenantStore } from '#functions/lib/store/index.ts';
import { mappingMessages } from '#shared/import/mapping.ts';
import { degrees } from '#shared/geo/coordinate-systems.ts';
import type { Coordinates, Mapping, RememberedMapping } from '#shared/model/job.ts';
import { records } from '#shared/records/index.ts';

/** What a file says of its own coordinates goes before what was chosen for another. */
const inItsSystem = ({ coordinateSystem = degrees.id }: Mapping, coordinates: Coordinates | undefined): boolean =>
  coordinates?.declared === undefined || coordinates.declared.system === coordinateSystem;

/**
 * The mapping of an earlier import that fits this file as it stands: of the same columns if there is one, otherwise the
 * newest whose columns are all here. A system that gained a column since does not have to be matched anew.
 */
export const rememberedFor = async (
  store: TenantStore,
  { order }: StoredImport,
  { columns, coordinates }: Reading,
): Promise<RememberedMapping | undefined> => {
  const names = columns.map(({ name }) => name);
  const kept = await store.jobs.remembered(order.recordType, names);
  return kept.find(
    ({ mapping }) =>
      inItsSystem(mapping, coordinates) &&
      mappingMessages(records[order.recordType], mapping, names, coordinates).length === 0,
  );
};
