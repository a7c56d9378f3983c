import { createHmac, randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const STEP_SECONDS = 30;

/** 160 bits, as RFC 4226 recommends, in the base 32 that authenticator apps take. */
export function newTotpSecret(): string {
  const bits = [...randomBytes(20)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => letters.charAt(Number.parseInt(five, 2))).join('');
}

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

/** RFC 6238 with SHA-1, six digits and steps of 30 s: what every authenticator app computes. */
export function totpAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return ((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}

export const stepOf = (milliseconds: number) => Math.floor(milliseconds / 1000 / STEP_SECONDS);

/** The step whose code this is, one step of clock drift either way; undefined when it is none of them. */
export function matchingStep(secret: string, code: string, now: number): number | undefined {
  const current = stepOf(now);
  return [current, current - 1, current + 1].find((step) => totpAt(secret, step) === code);
}
