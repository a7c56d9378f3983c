export type Texts = Readonly<Record<string, string | undefined>>;

/** Keys and their like as DynamoDB writes them: all of them are texts. */
export const texts = (values: Texts) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value ?? '' }]));
