import { generateKeyPairSync } from 'node:crypto';
import { KEYS_RULES } from '../../../src/secrets/rules/keys.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, fillTemplate, patternExamples } from './make-examples.ts';
import { makeArmour, makeOpenPgpKey, makeOpenSshKey, makePuttyKey } from './make-keys.ts';
import { makeText } from './make-text.ts';

/** The letters of BIP 173 and of Bitcoin's addresses. */
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
const ed = generateKeyPairSync('ed25519');

const rsaPem = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
const ecPem = ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString().trim();
const pkcs8 = ed.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
const rsaPkcs8 = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
const cipher = { cipher: 'aes-256-cbc', passphrase: 'a' } as const;
const encryptedPkcs8 = rsa.privateKey
  .export({ type: 'pkcs8', format: 'pem', ...cipher })
  .toString()
  .trim();
const encryptedPkcs1 = rsa.privateKey
  .export({ type: 'pkcs1', format: 'pem', ...cipher })
  .toString()
  .trim();
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const dsaPem = makeArmour('DSA PRIVATE KEY', makeDsaBytes());
const openSsh = makeArmour('OPENSSH PRIVATE KEY', makeOpenSshKey('none'));
const encryptedOpenSsh = makeArmour('OPENSSH PRIVATE KEY', makeOpenSshKey('aes256-ctr'));
const pgp = makeArmour('PGP PRIVATE KEY BLOCK', makeOpenPgpKey(0), 'Version: GnuPG v2\n\n');
const encryptedPgp = makeArmour('PGP PRIVATE KEY BLOCK', makeOpenPgpKey(254), '\n');
const cosign = makeArmour(
  'ENCRYPTED SIGSTORE PRIVATE KEY',
  Buffer.from(`{"kdf":{"name":"scrypt","salt":"${fillTemplate('{B40}', 1)}"}}`),
);
const jwk = ec.privateKey.export({ format: 'jwk' });
const rsaJwk = rsa.privateKey.export({ format: 'jwk' });

/** What a DSA key is: a sequence of a version and five integers. */
function makeDsaBytes(): Buffer {
  const jwkless = dsa.privateKey.export({ type: 'pkcs8', format: 'der' });
  const integers = Buffer.concat([Buffer.from([2, 1, 0]), jwkless.subarray(-120)]);
  return Buffer.concat([Buffer.from([0x30, integers.length]), integers]);
}

/** A key cut in the middle, as documentation has it. */
const cut = (pem: string): string => {
  const lines = pem.split('\n');
  return [...lines.slice(0, 2), '...', ...lines.slice(-2)].join('\n');
};
const truncate = (pem: string): string => {
  const lines = pem.split('\n');
  return [...lines.slice(0, 3), ...lines.slice(-1)].join('\n');
};

testRules(KEYS_RULES, {
  'rsa-private-key': {
    positives: [
      `«${rsaPem}»\n`,
      `KEY="«${rsaPem.replaceAll('\n', '\\n')}»"`,
      `key = "«${rsaPem.replaceAll('\n', '" +\n      "')}»"`,
      `  key: |\n    «${rsaPem.replaceAll('\n', '\n    ')}»\n`,
      `{"key": "«${rsaPem.replaceAll('\n', '\\r\\n')}»"}`,
    ],
    negatives: [cut(rsaPem), truncate(rsaPem), publicPem, encryptedPkcs1, '-----BEGIN RSA PRIVATE KEY-----'],
  },
  'ec-private-key': {
    positives: [`«${ecPem}»`, `# params\n«${ecPem.replaceAll('\n', '\r\n')}»\r\n`],
    negatives: [cut(ecPem), truncate(ecPem), ecPem.replace('END EC', 'END').slice(0, 90)],
  },
  'dsa-private-key': {
    positives: [`«${dsaPem}»`, `"«${dsaPem.replaceAll('\n', '\\n')}»"`],
    negatives: [cut(dsaPem), truncate(dsaPem)],
  },
  'pkcs8-private-key': {
    positives: [`«${pkcs8}»`, `PRIVATE_KEY=«${rsaPkcs8.replaceAll('\n', '\\n')}»`],
    negatives: [cut(rsaPkcs8), truncate(rsaPkcs8), encryptedPkcs8, publicPem],
  },
  'openssh-private-key': {
    positives: [`«${openSsh}»`, `ssh_key: "«${openSsh.replaceAll('\n', '\\n')}»"`],
    negatives: [encryptedOpenSsh, truncate(openSsh), cut(openSsh)],
  },
  'encrypted-private-key': {
    positives: [`«${encryptedPkcs8}»`, `«${encryptedPkcs1}»`, `«${encryptedOpenSsh}»`],
    negatives: [rsaPem, openSsh, truncate(encryptedPkcs8)],
  },
  'pgp-private-key': {
    positives: [`«${pgp}»`, `key: '«${pgp.replaceAll('\n', '\\n')}»'`],
    negatives: [encryptedPgp, pgp.replaceAll('PRIVATE', 'PUBLIC'), truncate(pgp)],
  },
  'encrypted-pgp-private-key': {
    positives: [`«${encryptedPgp}»`, `a\n«${encryptedPgp}»\nb`],
    negatives: [pgp, truncate(encryptedPgp)],
  },
  'cosign-private-key': {
    positives: [`«${cosign}»`, `«${cosign.replaceAll('SIGSTORE', 'COSIGN')}»`],
    negatives: [
      makeArmour('ENCRYPTED SIGSTORE PRIVATE KEY', Buffer.from('no JSON at all, and no key either')),
      encryptedPkcs8,
    ],
  },
  'base64-private-key': {
    positives: [
      `tls.key: «${Buffer.from(rsaPem).toString('base64')}»`,
      `client-key-data: «${Buffer.from(`${ecPem}\n`).toString('base64')}»\n`,
    ],
    negatives: [Buffer.from(publicPem).toString('base64'), Buffer.from(encryptedPkcs8).toString('base64')],
  },
  'putty-private-key': {
    positives: [makePuttyKey('none', 1), makePuttyKey('none', 2)],
    negatives: [makePuttyKey('aes256-cbc', 1).replace(/[«»]/g, ''), 'PuTTY-User-Key-File-2: ssh-rsa\n'],
  },
  'encrypted-putty-private-key': {
    positives: [makePuttyKey('aes256-cbc', 1), makePuttyKey('aes256-cbc', 2)],
    negatives: [makePuttyKey('none', 1).replace(/[«»]/g, ''), 'PuTTY-User-Key-File-3: ssh-rsa\n'],
  },
  'age-secret-key': {
    positives: [
      `«AGE-SECRET-KEY-1${makeText(BECH32.toUpperCase(), 58, 1)}»`,
      `# public key: age1\n«AGE-SECRET-KEY-1${makeText(BECH32.toUpperCase(), 58, 2)}»\n`,
    ],
    negatives: ['AGE-SECRET-KEY-1...', `age1${makeText(BECH32, 58, 3)}`],
  },
  'wireguard-private-key': patternExamples(
    ['[Interface]\nPrivateKey = «{B43}=»\n', 'PrivateKey=«{B43}=»'],
    ['PublicKey = {B43}=', 'PrivateKey = {B20}=', 'PrivateKey = <private key>'],
  ),
  'wireguard-preshared-key': patternExamples(
    ['[Peer]\nPresharedKey = «{B43}=»\n', 'PresharedKey=«{B43}=»'],
    ['PublicKey = {B43}=', 'PresharedKey = {B20}='],
  ),
  'minisign-secret-key': patternExamples(
    [
      'untrusted comment: minisign encrypted secret key\n«RWRTY0Iy{B204}»\n',
      'untrusted comment: signify secret key\n«RWRCSw{B134}==»\n',
    ],
    ['untrusted comment: minisign public key\nRWQ{B53}\n', 'untrusted comment: signify secret key\nRW\n'],
  ),
  'jwk-private-key': {
    positives: [
      JSON.stringify(jwk).replace(/("d":")([^"]+)/, '$1«$2»'),
      JSON.stringify({ d: jwk.d, kty: 'EC' }).replace(/("d":")([^"]+)/, '$1«$2»'),
      JSON.stringify(rsaJwk).replace(/("d":")([^"]+)/, '$1«$2»'),
    ],
    negatives: [
      JSON.stringify(rsa.publicKey.export({ format: 'jwk' })),
      JSON.stringify({ ...jwk, d: 'short' }),
    ],
  },
  'xml-rsa-private-key': patternExamples(
    [
      '<RSAKeyValue><Modulus>{B172}</Modulus><Exponent>AQAB</Exponent><D>«{B172}»</D></RSAKeyValue>',
      '<RSAKeyValue>\n<Modulus>{B172}</Modulus>\n<D>«{B172}»</D>\n',
    ],
    [
      '<RSAKeyValue><Modulus>{B172}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>',
      '<RSAKeyValue><D>{B10}</D></RSAKeyValue>',
    ],
  ),
  'nostr-secret-key': {
    positives: [`«nsec1${makeText(BECH32, 58, 4)}»`, `key=«nsec1${makeText(BECH32, 58, 5)}»`],
    negatives: [`npub1${makeText(BECH32, 58, 6)}`, 'nsec1qqqq'],
  },
  'bip32-private-key': {
    positives: [`«xprv9${makeText(BASE58, 100, 7)}abc»`, `k=«xprv9${makeText(BASE58, 100, 8)}xyz»`],
    negatives: [`xpub9${makeText(BASE58, 100, 9)}abc`, 'xprv9abc'],
  },
  'ethereum-private-key': assignedExamples('deployer_private_key', '0x{h64}'),
});
