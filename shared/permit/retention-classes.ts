import type { RecordName } from '../records/index.ts';

/** From which day the years are counted. */
export const triggerLabels = {
  recordDate: 'the date of the record',
  permitYearEnd: 'the end of its permit year',
  permitTermEnd: 'the end of its permit term',
  closed: 'the day it was closed or archived',
} as const;
export type Trigger = keyof typeof triggerLabels;
export const triggers = Object.keys(triggerLabels) as [Trigger, ...Trigger[]];

export interface RetentionClass {
  readonly label: string;
  readonly trigger: Trigger;
  readonly years: number;
  /** Fewer years than this may not be set: what federal law asks of every MS4, where it asks anything. */
  readonly floor: number;
  /** What the default leans on, with its citation. */
  readonly source: string;
}

const FEDERAL =
  '40 CFR 122.34(g)(2): at least 3 years; 40 CFR 122.41(j)(2): 3 years from the sample, measurement or report.';
const FIVE = `${FEDERAL} Our default is 5 years, as many state permits ask.`;

/** Defaults of ours. Each agency may lengthen them, or shorten them down to the floor. */
export const retentionClasses = {
  inspections: {
    label: 'Inspections and findings',
    trigger: 'permitYearEnd',
    years: 5,
    floor: 3,
    source: FIVE,
  },
  followUp: { label: 'Tasks', trigger: 'closed', years: 5, floor: 3, source: FIVE },
  sites: { label: 'Sites', trigger: 'closed', years: 5, floor: 3, source: FIVE },
  assets: {
    label: 'Structures and outfalls',
    trigger: 'closed',
    years: 7,
    floor: 3,
    source: `${FEDERAL} Our choice: for as long as the structure is in service, and 7 years after it was archived.`,
  },
  requests: {
    label: 'Public-records requests',
    trigger: 'closed',
    years: 5,
    floor: 2,
    source:
      'No federal rule for a city or county; state schedules differ, most between 2 and 5 years from the answer. Our choice: 5.',
  },
} as const satisfies Record<string, RetentionClass>;

export type RetentionClassName = keyof typeof retentionClasses;
export const retentionClassNames = Object.keys(retentionClasses) as [RetentionClassName, ...RetentionClassName[]];

/** The class of each record type; a type without one does not compile. A file is kept as long as what it belongs to. */
export const retentionClassOf: Readonly<Record<RecordName, RetentionClassName | 'withItsRecord'>> = {
  site: 'sites',
  structure: 'assets',
  outfall: 'assets',
  inspection: 'inspections',
  finding: 'inspections',
  task: 'followUp',
  attachment: 'withItsRecord',
  publicRecordsRequest: 'requests',
  redactionProfile: 'requests',
};

/** Who refers to others goes before those: a record is never left pointing at one that is gone. */
export const disposalOrder: readonly RecordName[] = [
  'attachment',
  'task',
  'finding',
  'inspection',
  'structure',
  'outfall',
  'site',
  'publicRecordsRequest',
  'redactionProfile',
];
