/** An object's own name, also where it is `__proto__`, which assigning would not make one. */
const put = (out: Record<string, unknown>, name: string, value: unknown): void => {
  if (name === '__proto__') Object.defineProperty(out, name, { value, enumerable: true });
  else out[name] = value;
};

const inOrder = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) put(out, name, inOrder((value as Record<string, unknown>)[name]));
  return out;
};

/**
 * The same JSON text for the same value, whatever the order of an object's keys: by code units, but numbers first, as
 * JavaScript keeps them. Hashes that are kept for years are over this text, so it never changes.
 */
export const canonical = (value: unknown): string | undefined => JSON.stringify(inOrder(value));
