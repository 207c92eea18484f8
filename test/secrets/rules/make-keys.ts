// Keys in the forms that node:crypto does not write, made in the test so that none is committed.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { fillTemplate } from './make-examples.ts';

/** `bytes` between the lines that name them. */
export function makeArmour(label: string, bytes: Buffer, headers = ''): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN ${label}-----\n${headers}${lines.join('\n')}\n-----END ${label}-----`;
}

/** A key as OpenSSH keeps it, guarded by `cipher`. */
export function makeOpenSshKey(cipher: string): Buffer {
  const text = (value: string | Buffer): Buffer => {
    const bytes = Buffer.from(value as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const publicKey = Buffer.concat([text('ssh-ed25519'), text(randomBytes(32))]);
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text(cipher),
    text(cipher === 'none' ? 'none' : 'bcrypt'),
    text(cipher === 'none' ? '' : randomBytes(24)),
    Buffer.from([0, 0, 0, 1]),
    text(publicKey),
    text(randomBytes(136)),
  ]);
}

/** An OpenPGP secret key packet (version 4, RSA) with its string-to-key usage. */
export function makeOpenPgpKey(usage: number): Buffer {
  const { n, e } = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
  const integer = (base64url: string): Buffer => {
    const bytes = Buffer.from(base64url, 'base64url');
    const bits = bytes.length * 8 - Math.clz32(bytes[0]!) + 24;
    return Buffer.concat([Buffer.from([bits >> 8, bits & 0xff]), bytes]);
  };
  const body = Buffer.concat([
    Buffer.from([4, 0x65, 1, 2, 3, 1]),
    integer(n!),
    integer(e!),
    Buffer.from([usage]),
    randomBytes(300),
  ]);
  return Buffer.concat([Buffer.from([0x95, body.length >> 8, body.length & 0xff]), body]);
}

/** A key as PuTTY keeps it, with its private lines marked. */
export function makePuttyKey(encryption: string, seed: number): string {
  const line = (place: number): string => fillTemplate('{B64}', seed * 10 + place);
  return [
    'PuTTY-User-Key-File-2: ssh-rsa',
    `Encryption: ${encryption}`,
    'Comment: rsa-key-20240101',
    'Public-Lines: 2',
    line(1),
    line(2),
    'Private-Lines: 2',
    `«${line(3)}`,
    line(4),
    `»Private-MAC: ${fillTemplate('{h40}', seed)}`,
    '',
  ].join('\n');
}
