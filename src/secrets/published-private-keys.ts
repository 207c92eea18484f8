// Private keys that libraries and programs which everybody installs bring along, for their tests: told by their digests.
import { createHash } from 'node:crypto';

/** The first 16 hex digits of the SHA-256 of the base64 between the lines, without white space. */
const DIGESTS: ReadonlySet<string> = new Set(
  [
    // GnuTLS checks itself with, in the library: https://gitlab.com/gnutls/gnutls/-/blob/master/lib/crypto-selftests-pk.c
    '06b37a7e3254992b 2808649028d2fa88 30db3ea6d728b88c 9a5449e68775db80 9ab6db67523ba607 a51b526d181d7219',
    'bf552d2ff30b20f0 df965cd79ecfbd95 e033bc87562a8915 f5e42bee7204054c',
    // Go has in its tests and examples: https://github.com/golang/go/tree/master/src/crypto
    '2e80c05248b67dd6 c0094a838579dfe1',
    // Python 2.7 to 3.13 has in its tests: https://github.com/python/cpython/tree/main/Lib/test/certdata
    '11459d6d79b1b7c6 1b7d79e92696bce8 20e684b25be81eb3 24bcb16b2fc44f1f 2670a82fc4d27a14 267d1f6f1552f163',
    '2c3b966d59bb45e7 362633791ff8eaa8 4b182138044f6fa7 4b9318410f6452e0 4cd3d387fdfea9a9 574cd7f5fa0746c7',
    '687f2d69450298c0 745a90eb2fd433d8 8070db51d66b6148 860fe6a23ae632e4 891ad8fd0556f865 8ea64f0aafc30575',
    '937a4cd63499f088 9ace1d453f107d82 a5bcec4ac345315f a8a9b796fcdfa883 ad505fdd61e94f30 bf927bcce19258f1',
    'd0a406e8809d5e18 d0ea6ee5840e2ef7 d1e6c08f89714505 d72417ec49ddf918 da4b473953b1ea4d e692d612b78b7e7f',
    'e7a5499cb6a1ca12 eae038b373df9656 ebf0b1587c9ce3a3',
    // Tornado has in its tests: https://github.com/tornadoweb/tornado/tree/master/tornado/test
    'b2b0a94d6571dc1a',
    // Twisted has in its tests: https://github.com/twisted/twisted/tree/trunk/src/twisted/conch/test
    '1c5fbf4d5586a3b0 2e132423b81dfb52 39f0d99db9183f99 3acc089c89ef3679 46547e25a8e42920 4a1ee2b89cd83f38',
    '5168bf194f379427 80254f91d0f04bf4 806c0c4cf8d192c8 8e136ade227af683 c1bafbbebc8b98b2 cd3c38956a6a8576',
    'cee1060b77213d72 dc2110ba6d9a687c e7c62801366ba25b e8f103057863f827',
    // Moto has for its proxy: https://github.com/getmoto/moto/tree/master/moto/moto_proxy
    '6ae2d1f30e1807bc a78b31e784b7014e',
  ].flatMap((line) => line.split(' ')),
);
const ARMOUR = /^-----BEGIN [A-Z0-9 ]{0,48}-----([\s\S]*)-----END /;

/** Whether an armoured private key stands in what its maker publishes, however its lines are broken or escaped. */
export function isPublishedPrivateKey(text: string): boolean {
  const [, body] = ARMOUR.exec(text) ?? [];
  if (body === undefined) return false;
  const base64 = body
    .replace(/\\+[nrt]/g, '')
    .replace(/^[ \t]*[A-Za-z-]{2,24}: .*$/gm, '')
    .replace(/[^A-Za-z0-9+/]/g, '');
  return DIGESTS.has(createHash('sha256').update(base64, 'latin1').digest('hex').slice(0, 16));
}
