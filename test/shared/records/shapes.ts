/** The stored shape of each record type. A change here is a change to records that agencies keep for years. */
export const shapes: Readonly<Record<string, { shape: number; hash: string }>> = {
  site: { shape: 1, hash: 'ee07113799c254eb' },
  structure: { shape: 1, hash: '998da1acc7a3de92' },
  outfall: { shape: 1, hash: '86388576b06c8bff' },
  inspection: { shape: 2, hash: '7ed0c68739377f25' },
  finding: { shape: 1, hash: 'cbf5ca61e68af9c7' },
  task: { shape: 1, hash: '7554b7c9294b98f4' },
  attachment: { shape: 2, hash: 'f4a45b9f5cde4d33' },
  publicRecordsRequest: { shape: 1, hash: 'b8c704bb21a7b207' },
  redactionProfile: { shape: 1, hash: '40eb79d51c2e92b8' },
};
