import type { AnyRecordType } from '../model/record.ts';
import { attachment } from './attachment.ts';
import { finding } from './finding.ts';
import { inspection } from './inspection.ts';
import { outfall } from './outfall.ts';
import { publicRecordsRequest } from './public-records-request.ts';
import { redactionProfile } from './redaction-profile.ts';
import { site } from './site.ts';
import { structure } from './structure.ts';
import { task } from './task.ts';

/** Every record type in the system. A line here adds its routes, forms, lists, exports, audit and tests. */
export const records = {
  site,
  structure,
  outfall,
  inspection,
  finding,
  task,
  attachment,
  publicRecordsRequest,
  redactionProfile,
} as const;

export type RecordName = keyof typeof records;
export const allRecords: readonly AnyRecordType[] = Object.values(records);
export const recordNames = Object.keys(records) as readonly RecordName[];

/** The record type of that name, or undefined: names also arrive from outside. */
export const recordNamed = (name: string): AnyRecordType | undefined =>
  Object.hasOwn(records, name) ? records[name as RecordName] : undefined;
