// Private keys: PEM, OpenSSH, OpenPGP, PuTTY, age, WireGuard, JWK and their like. Public keys and certificates are no secrets.
import { type PrivateKeyState, readBase64PrivateKey, readPrivateKey } from '../checksums/private-key.ts';
import type { PatternRule, SecretRule } from '../secret-rule.ts';

const TEXT_ENCODINGS = 'https://www.rfc-editor.org/rfc/rfc7468';
const KEY_REACH = { beforeBytes: 1, afterBytes: 16_384 };

/** A rule for armoured keys of which the label begins with one of `labels`. */
function armourRule(
  kind: Pick<PatternRule, 'id' | 'name' | 'source' | 'severity'>,
  labels: readonly string[],
  state: PrivateKeyState,
): PatternRule {
  return {
    kind: 'pattern',
    ...kind,
    keywords: labels.map((label) => `-----BEGIN ${label}`),
    // No five dashes within: a file full of headers costs no more than any other.
    pattern: new RegExp(
      `-----BEGIN (?:${labels.join('|')})(?: BLOCK)?-----(?:[^-]|-(?!----)){32,14000}-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----`,
    ),
    reach: KEY_REACH,
    skipsPackageSamples: true,
    isValid: (secret) => readPrivateKey(secret) === state,
  };
}

export const KEYS_RULES: readonly SecretRule[] = [
  armourRule(
    {
      id: 'rsa-private-key',
      name: 'RSA private key',
      source: 'https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2',
    },
    ['RSA PRIVATE KEY'],
    'plain',
  ),
  armourRule(
    {
      id: 'ec-private-key',
      name: 'elliptic curve private key',
      source: 'https://www.rfc-editor.org/rfc/rfc5915',
    },
    ['EC PRIVATE KEY'],
    'plain',
  ),
  armourRule(
    {
      id: 'dsa-private-key',
      name: 'DSA private key',
      source: 'https://docs.openssl.org/master/man1/openssl-dsa/',
    },
    ['DSA PRIVATE KEY'],
    'plain',
  ),
  armourRule(
    {
      id: 'pkcs8-private-key',
      name: 'private key (PKCS #8)',
      source: 'https://www.rfc-editor.org/rfc/rfc5958',
    },
    ['PRIVATE KEY', 'ANY PRIVATE KEY'],
    'plain',
  ),
  armourRule(
    {
      id: 'openssh-private-key',
      name: 'OpenSSH private key',
      source: 'https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key',
    },
    ['OPENSSH PRIVATE KEY', 'SSH2 PRIVATE KEY'],
    'plain',
  ),
  armourRule(
    {
      id: 'encrypted-private-key',
      name: 'private key with a passphrase',
      source: TEXT_ENCODINGS,
      severity: 'warning',
    },
    [
      'ENCRYPTED PRIVATE KEY',
      'RSA PRIVATE KEY',
      'EC PRIVATE KEY',
      'DSA PRIVATE KEY',
      'OPENSSH PRIVATE KEY',
      'PRIVATE KEY',
    ],
    'encrypted',
  ),
  armourRule(
    {
      id: 'pgp-private-key',
      name: 'OpenPGP private key',
      source: 'https://www.rfc-editor.org/rfc/rfc4880#section-6.2',
    },
    ['PGP PRIVATE KEY'],
    'plain',
  ),
  armourRule(
    {
      id: 'encrypted-pgp-private-key',
      name: 'OpenPGP private key with a passphrase',
      source: 'https://www.rfc-editor.org/rfc/rfc4880#section-5.5.3',
      severity: 'warning',
    },
    ['PGP PRIVATE KEY'],
    'encrypted',
  ),
  armourRule(
    {
      id: 'cosign-private-key',
      name: 'Cosign private key with a passphrase',
      source: 'https://github.com/sigstore/cosign/blob/main/doc/cosign_generate-key-pair.md',
      severity: 'warning',
    },
    ['ENCRYPTED SIGSTORE PRIVATE KEY', 'ENCRYPTED COSIGN PRIVATE KEY'],
    'encrypted',
  ),
  {
    kind: 'pattern',
    id: 'base64-private-key',
    name: 'private key in base64 once more',
    source: TEXT_ENCODINGS,
    keywords: ['LS0tLS1CRUdJTi'],
    pattern: /LS0tLS1CRUdJTi[A-Za-z0-9+/]{60,16000}={0,2}/,
    reach: KEY_REACH,
    skipsPackageSamples: true,
    isValid: (secret) => readBase64PrivateKey(secret) === 'plain',
  },
  {
    kind: 'pattern',
    id: 'putty-private-key',
    name: 'PuTTY private key',
    source: 'https://the.earth.li/~sgtatham/putty/0.81/htmldoc/AppendixC.html',
    keywords: ['PuTTY-User-Key-File-'],
    pattern:
      /PuTTY-User-Key-File-[23]: [\w@.-]{3,40}\r?\nEncryption: none\r?\nComment:[^\n]{0,200}\nPublic-Lines: \d{1,3}\r?\n[A-Za-z0-9+/=\s]{32,4000}?Private-Lines: \d{1,3}\r?\n([A-Za-z0-9+/=\r\n]{32,8000})Private-MAC: [a-f0-9]{40,64}/,
    reach: KEY_REACH,
  },
  {
    kind: 'pattern',
    id: 'encrypted-putty-private-key',
    name: 'PuTTY private key with a passphrase',
    source: 'https://the.earth.li/~sgtatham/putty/0.81/htmldoc/AppendixC.html',
    severity: 'warning',
    keywords: ['PuTTY-User-Key-File-'],
    pattern:
      /PuTTY-User-Key-File-[23]: [\w@.-]{3,40}\r?\nEncryption: aes256-cbc\r?\nComment:[^\n]{0,200}\nPublic-Lines: \d{1,3}\r?\n[A-Za-z0-9+/=\s]{32,4000}?(?:[A-Z][\w-]{2,24}: [^\n]{1,100}\n){0,8}Private-Lines: \d{1,3}\r?\n([A-Za-z0-9+/=\r\n]{32,8000})Private-MAC: [a-f0-9]{40,64}/,
    reach: KEY_REACH,
  },
  {
    kind: 'token',
    id: 'age-secret-key',
    name: 'age secret key',
    source: 'https://github.com/C2SP/C2SP/blob/main/age.md#the-x25519-recipient-type',
    prefixes: ['AGE-SECRET-KEY-1'],
    body: '[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}',
  },
  {
    kind: 'pattern',
    id: 'wireguard-private-key',
    name: 'WireGuard private key',
    source: 'https://man7.org/linux/man-pages/man8/wg.8.html',
    keywords: ['PrivateKey'],
    pattern: /PrivateKey\s{0,8}=\s{0,8}([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])/,
    reach: { beforeBytes: 1, afterBytes: 96 },
    minEntropy: 4,
  },
  {
    kind: 'pattern',
    id: 'wireguard-preshared-key',
    name: 'WireGuard preshared key',
    source: 'https://man7.org/linux/man-pages/man8/wg.8.html',
    keywords: ['PresharedKey'],
    pattern: /PresharedKey\s{0,8}=\s{0,8}([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])/,
    reach: { beforeBytes: 1, afterBytes: 96 },
    minEntropy: 4,
  },
  {
    kind: 'pattern',
    id: 'minisign-secret-key',
    name: 'minisign or signify secret key',
    source: 'https://jedisct1.github.io/minisign/#secret-key-format',
    severity: 'warning',
    keywords: ['secret key'],
    pattern:
      /untrusted comment: [^\n]{0,80}secret key[^\n]{0,40}\n(RW[A-Za-z0-9+/]{130,240}={0,2})(?![A-Za-z0-9+/=])/,
    reach: { beforeBytes: 128, afterBytes: 384 },
  },
  {
    kind: 'pattern',
    id: 'jwk-private-key',
    name: 'private key as a JSON Web Key',
    source: 'https://www.rfc-editor.org/rfc/rfc7517',
    keywords: ['"kty'],
    pattern:
      /"d\\?"\s{0,4}:\s{0,4}\\?"([A-Za-z0-9_-]{32,1024})\\?"[^{}]{0,400}?"kty\\?"|"kty\\?"\s{0,4}:\s{0,4}\\?"(?:RSA|EC|OKP)\\?"[^{}]{0,3000}?"d\\?"\s{0,4}:\s{0,4}\\?"(?<secret>[A-Za-z0-9_-]{32,1024})\\?"/,
    reach: { beforeBytes: 512, afterBytes: 5000 },
    minEntropy: 4,
  },
  {
    kind: 'pattern',
    id: 'xml-rsa-private-key',
    name: 'RSA private key in XML',
    source: 'https://learn.microsoft.com/en-us/dotnet/api/system.security.cryptography.rsa.toxmlstring',
    keywords: ['<RSAKeyValue>'],
    pattern: /<RSAKeyValue>[A-Za-z0-9+/=\s<>]{64,6000}?<D>\s{0,16}([A-Za-z0-9+/=\s]{64,1600}?)\s{0,16}<\/D>/,
    reach: KEY_REACH,
  },
  {
    kind: 'token',
    id: 'nostr-secret-key',
    name: 'Nostr secret key',
    source: 'https://github.com/nostr-protocol/nips/blob/master/19.md',
    prefixes: ['nsec1'],
    body: '[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{58}',
  },
  {
    kind: 'token',
    id: 'bip32-private-key',
    name: 'extended private key of a wallet',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
    prefixes: ['xprv9'],
    body: '[1-9A-HJ-NP-Za-km-z]{102,107}',
  },
  {
    kind: 'assigned',
    id: 'ethereum-private-key',
    name: 'private key of an Ethereum account',
    source: 'https://ethereum.org/en/developers/docs/accounts/',
    names: ['private_key', 'privatekey', 'private-key', 'mnemonic_key', 'deployer_key'],
    value: '(?:0x)?[A-Fa-f0-9]{64}',
    minEntropy: 3.2,
    skipsPackageSamples: true,
  },
];
