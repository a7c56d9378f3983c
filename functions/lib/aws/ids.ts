import { createHash } from 'node:crypto';

/**
 * An id that follows from another one and a name: a request that is repeated makes the same ids again.
 * UUIDv7 (RFC 9562) with the other id's time, so that it sorts beside it; the rest is a hash.
 */
export const derivedId = (id: string, name: string): string => {
  const time = id.replaceAll('-', '').slice(0, 12);
  const hash = createHash('sha256').update(`${id}/${name}`).digest('hex');
  const variant = ((parseInt(hash.slice(3, 4), 16) & 0b0011) | 0b1000).toString(16);
  const hex = `${time}7${hash.slice(0, 3)}${variant}${hash.slice(4, 19)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};
