import fc from 'fast-check';

/** What trips a reader of JSON: quotes, backslashes before quotes, and text that looks like the answer around it. */
const awkward = fc.constantFrom(
  ...[
    '"',
    '\\',
    '\\"',
    '"Items":[',
    '{"S":"',
    '"}',
    '],',
    '],"',
    '],"S',
    '}},{',
    '}',
    '\n',
    '\u2028',
    'é',
    '😀',
    '__proto__',
  ],
);
export const awkwardText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.oneof(awkward, fc.string()), { maxLength: 5 }).map((parts) => parts.join('')),
);

/** A value as DynamoDB writes it. The SDK's own writer loses what is called `__proto__`. */
export const wire = (one: unknown): unknown => {
  if (typeof one === 'string') return { S: one };
  if (typeof one === 'number') return { N: String(one) };
  if (typeof one === 'boolean') return { BOOL: one };
  if (one === null) return { NULL: true };
  return Array.isArray(one) ? { L: one.map(wire) } : { M: wireItem(one as object) };
};

export const wireItem = (one: object) =>
  Object.fromEntries(Object.entries(one).map(([name, held]) => [name, wire(held)]));
