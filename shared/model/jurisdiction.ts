/** Whose public-records law a request is answered under. Federal FOIA binds federal agencies only; cities follow their state. */
export const jurisdictionLabels = {
  AR: 'Arkansas',
  CA: 'California',
  FL: 'Florida',
  GA: 'Georgia',
  KY: 'Kentucky',
  NC: 'North Carolina',
  SC: 'South Carolina',
  TX: 'Texas',
  WA: 'Washington',
  federal: 'Federal (FOIA)',
  other: 'Another state',
} as const;

export type Jurisdiction = keyof typeof jurisdictionLabels;
export const jurisdictions = Object.keys(jurisdictionLabels) as [Jurisdiction, ...Jurisdiction[]];
