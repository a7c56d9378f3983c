/** Where moto 5.2.5 is not what AWS documents, listed with the documents in ../differences.md. */
export const motoDifferences: Readonly<Record<string, readonly string[]>> = {
  'holds no body against its checksum': ['a locked object > is not put with a checksum of other bytes'],
};
