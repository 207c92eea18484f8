// Keys that their own issuer publishes in the tests of its libraries, so that they open nothing: told by their digests.
import { createHash } from 'node:crypto';

/** The first 16 hex digits of the SHA-256 of keys in the tests of https://github.com/firebase/firebase-android-sdk. */
const GOOGLE_DIGESTS: ReadonlySet<string> = new Set([
  '0b476bdf9acf2123',
  '2037abcaffb2b777',
  '27a9a42931dff7eb',
  '37f8f09bdf12c2f2',
  '3a8b61d0f636b007',
  '3f370c9dd8225c63',
  '49f777db995e8260',
  '4c98242dcadc8b29',
  '8731261cb72d8626',
  'a19f89ab3555eac1',
  'a6c814bc555ae62c',
  'dc0fcf046c61640c',
  'e4a5542bb7fd7b67',
  'ea9bb1082cf95663',
  'eb540d2b6ee2a0a4',
]);

/** Whether Google publishes this API key in the tests of its own libraries. */
export function isPublishedByGoogle(key: string): boolean {
  return GOOGLE_DIGESTS.has(createHash('sha256').update(key, 'latin1').digest('hex').slice(0, 16));
}
