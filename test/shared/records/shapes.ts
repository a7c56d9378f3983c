/** The stored shape of each record type. A change here is a change to records that agencies keep for years. */
export const shapes: Readonly<Record<string, { shape: number; hash: string }>> = {
  site: { shape: 1, hash: 'c8354f1833b80c74' },
  structure: { shape: 1, hash: 'd451735e84ab26e6' },
  outfall: { shape: 1, hash: 'a4e87f01b06b514b' },
  inspection: { shape: 2, hash: '76f79bb01a55e0eb' },
  finding: { shape: 1, hash: '7e9a477f263f03e8' },
  task: { shape: 1, hash: '566b2c0a8e715095' },
  attachment: { shape: 2, hash: '3a59bc8b25d4b69c' },
  publicRecordsRequest: { shape: 1, hash: '9cb74bbdf0b48170' },
  redactionProfile: { shape: 1, hash: '40eb79d51c2e92b8' },
};
