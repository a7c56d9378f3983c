import { fieldsOf } from '#shared/model/record.ts';
import { allRecords } from '#shared/records/index.ts';
import { folded } from './fold.ts';

let known: ReadonlySet<string> | undefined;

/** Words of the system's own forms, such as "Sediment or debris": they stand in every copy and are nobody's secret. */
export const ownWords = (): ReadonlySet<string> =>
  (known ??= new Set(
    allRecords
      .flatMap((record) => [
        record.name,
        record.path,
        record.label.one,
        record.label.many,
        ...Object.entries(fieldsOf(record)).flatMap(([name, { label, options = {} }]) => [
          name,
          label,
          ...Object.keys(options),
          ...Object.values(options),
        ]),
      ])
      .map(folded),
  ));
