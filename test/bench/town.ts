/** A month of a small town. All of this is assumed; what each thing costs is measured. */
export const town = {
  people: 6,
  records: 20_000,
  /** Of each record: that it was made, and two changes. */
  entriesOfEach: 3,
  /** By the names of `operations`: 12,000 requests, an eighth of them writing. */
  requests: {
    create: 500,
    update: 1000,
    read: 3500,
    'rows of 50 for a list screen': 3000,
    'list 50': 500,
    'list 50 by priority': 500,
    'history of 50': 2500,
    'audit search of 50': 500,
  } as Readonly<Record<string, number>>,
  /** Minutes in which somebody does something: each notes once that the session is alive, which is one write unit. */
  busyMinutes: 6 * 22 * 60,
  /** Files of the site that browsers ask for again, and how much of it they load anew. */
  siteRequests: 2000,
  siteGB: 0.02,
  files: { aMonth: 100, megabytes: 2, months: 36, viewsOfEach: 2 },
  /** Hours in which something changed: each has a digest, signed, of some objects in the archive. */
  hoursWithChanges: 220,
  objectsOfAnHour: 3,
  /** A look at the table's key every five minutes, by as many functions. */
  keyRequests: (30 * 24 * 60 * 3) / 5,
  /** What Lambda, the gateway and the function write down of an invocation. */
  logBytes: 1000,
  /** Runs by a schedule: every five minutes, every hour and every day, and what one reads and takes. */
  scheduled: { runs: (30 * 24 * 60) / 5 + 30 * 24 + 30, readUnits: 4, milliseconds: 100, megabytes: 512 },
  /** Both readers of the stream, each change by itself. */
  changeRun: { readers: 2, milliseconds: 50, megabytes: 512 },
  /** A call to the database, within a region. */
  callMilliseconds: 5,
} as const;
