/** Where moto 5.2.5 is not what AWS documents, listed with the documents in ../differences.md. */
export const motoDifferences: Readonly<Record<string, readonly string[]>> = {
  'looks for no configuration set': ['a letter > under settings that do not exist is refused'],
};
