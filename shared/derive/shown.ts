import { fieldsOf, type AnyRecordType, type Stored } from '../model/record.ts';

/** A record as the API shows it: the system's own fields and the declared ones, whatever else its item may hold. */
export const shown = (record: AnyRecordType, item: Stored): Stored => ({
  id: item.id,
  version: item.version,
  shape: item.shape,
  createdAt: item.createdAt,
  createdBy: item.createdBy,
  updatedAt: item.updatedAt,
  updatedBy: item.updatedBy,
  ...(item.archivedAt === undefined ? {} : { archivedAt: item.archivedAt }),
  values: Object.fromEntries(
    Object.keys(fieldsOf(record)).flatMap((name) =>
      item.values[name] === undefined ? [] : [[name, item.values[name]]],
    ),
  ),
});
