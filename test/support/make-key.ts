// A private key for tests, made anew: none is ever written down.
import { generateKeyPairSync } from 'node:crypto';

/** The PEM of an EC key. */
export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
