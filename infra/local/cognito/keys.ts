import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { writeAtomically } from './journal.ts';

export interface SigningKey {
  kid: string;
  private: KeyObject;
  public: KeyObject;
}

/** A key pair per pool, made at the first start; with a file the tokens of yesterday still verify today. */
export function openKeys(poolIds: string[], file: string | undefined): Map<string, SigningKey> {
  const stored = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const pems = z.record(z.string(), z.string()).parse(JSON.parse(stored));
  const missing = poolIds.filter((id) => pems[id] === undefined);
  for (const id of missing) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    pems[id] = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
  if (file !== undefined && missing.length > 0) writeAtomically(file, JSON.stringify(pems));
  return new Map(Object.entries(pems).map(([id, pem]) => [id, signingKey(pem)]));
}

function signingKey(pem: string): SigningKey {
  const pair = { private: createPrivateKey(pem), public: createPublicKey(pem) };
  const der = pair.public.export({ type: 'spki', format: 'der' });
  return { kid: createHash('sha256').update(der).digest('base64'), ...pair };
}

export function keySet(key: SigningKey): JSONWebKeySet {
  const { n = '', e = '' } = key.public.export({ format: 'jwk' });
  return { keys: [{ alg: 'RS256', e, kid: key.kid, kty: 'RSA', n, use: 'sig' }] };
}
