// Keys that their own issuer publishes, in programs that everybody installs or in tests: told by their digests.
import { createHash } from 'node:crypto';
import { isPublishedPrivateKey } from './published-private-keys.ts';

/** The first 16 hex digits of the SHA-256 of what Google's Cloud SDK has for its own use. */
const CLOUD_SDK_DIGESTS: ReadonlySet<string> = new Set([
  '456a51b1f1b3cf3e',
  '486743a2eab4395e',
  '6189b36d964849f3',
  'a73b3ad3b416d981',
  'b3f19cc85129501b',
  'f0386f9be1fe905f',
]);
/** Likewise of keys in the tests of https://github.com/firebase/firebase-android-sdk. */
const FIREBASE_DIGESTS: ReadonlySet<string> = new Set([
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

/** Likewise of search keys for public indexes, in package managers: Yarn's. */
const SEARCH_DIGESTS: ReadonlySet<string> = new Set(['2f21fd9c81678e39']);

/** Likewise of values in help texts: a password in kubectl's, a page token in google-api-core's. */
const HELP_DIGESTS: ReadonlySet<string> = new Set(['6a81b2429c0ba421', 'ed27ca03dad03355']);

/** Of what help texts show, client secrets, search keys and API keys; no other text needs a digest. */
const LENGTHS: ReadonlySet<number> = new Set([15, 24, 25, 32, 39]);

/** Whether its own issuer publishes this API key, client secret or private key in libraries and programs. */
export function isPublishedKey(key: string): boolean {
  if (key.startsWith('-----BEGIN ')) return isPublishedPrivateKey(key);
  if (!LENGTHS.has(key.length)) return false;
  const digest = createHash('sha256').update(key, 'latin1').digest('hex').slice(0, 16);
  return [CLOUD_SDK_DIGESTS, FIREBASE_DIGESTS, SEARCH_DIGESTS, HELP_DIGESTS].some((known) =>
    known.has(digest),
  );
}
