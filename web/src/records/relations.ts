import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { allRecords } from '#shared/records/index.ts';

export interface Relation {
  readonly record: AnyRecordType;
  readonly field: string;
}

/** The lists that some other record type keeps by a link to this one. Declared nowhere: the keys say it. */
export const relationsOf = (record: AnyRecordType): Relation[] =>
  allRecords.flatMap((other) =>
    (other.listedBy ?? [])
      .filter(({ field }) => fieldsOf(other)[field]?.kind === 'link' && fieldsOf(other)[field]?.to === record.name)
      .map(({ field }): Relation => ({ record: other, field })),
  );

/** What is added most from here stands in the heading of the page: a visit to a thing, a finding of a visit. */
export const firstRelation = (record: AnyRecordType): Relation | undefined => {
  const relations = relationsOf(record);
  return relations.find(({ record: other }) => other.name === 'inspection') ?? relations[0];
};

/** Visits come before things: the newest inspection is what a person looks for. */
export const visitsFirst = (a: Relation, b: Relation): number =>
  Number(b.record.name === 'inspection') - Number(a.record.name === 'inspection');
