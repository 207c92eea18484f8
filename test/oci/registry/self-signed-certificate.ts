// A certificate made in code (X.509 in DER, RFC 5280): for 127.0.0.1 and localhost, signed by itself.
import { generateKeyPairSync, sign } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const ECDSA_SHA256 = tagged(0x30, hex('06082a8648ce3d040302'));

export function makeCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = tagged(0x30, tagged(0x31, tagged(0x30, hex('0603550403'), tagged(0x0c, Buffer.from('test')))));
  const validity = tagged(0x30, time('200101000000Z'), time('491231235959Z'));
  const names = tagged(
    0x30,
    tagged(0x82, Buffer.from('localhost')),
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
  );
  const alternatives = tagged(0x30, hex('0603551d11'), tagged(0x04, names));
  const isAuthority = tagged(0x30, hex('0603551d13'), tagged(0x04, hex('30030101ff')));
  const body = tagged(
    0x30,
    hex('a003020102'),
    hex('020101'),
    ECDSA_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, tagged(0x30, alternatives, isAuthority)),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = tagged(0x30, body, ECDSA_SHA256, tagged(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function time(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
