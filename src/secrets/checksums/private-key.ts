// Whether a text is a private key, and whether a passphrase guards it: the armour is taken off and the structure inside is
// read, so that samples, truncated keys and headers in source code are none (RFC 7468, RFC 5958, RFC 4880, PROTOCOL.key of
// OpenSSH).
import { readOpenPgpKey } from './openpgp-key.ts';
import { readOpenSshKey } from './openssh-key.ts';

/** `plain` can be used as it is; `encrypted` needs a passphrase. */
export type PrivateKeyState = 'plain' | 'encrypted';

const ARMOUR = /^-{5}BEGIN ([A-Z0-9 ]{0,48})-{5}([\s\S]*?)-{5}END /;
const LEAST_KEY_BYTES = 24;

/** What the armoured `text` is: a key without or with a passphrase, or none at all. */
export function readPrivateKey(text: string): PrivateKeyState | undefined {
  const armour = ARMOUR.exec(text);
  if (armour === null) return undefined;
  const [, label, inside] = armour as unknown as [string, string, string];
  const { headers, body } = splitHeaders(unescapeText(inside));
  if (/\.\.|…|[<>*]/.test(body)) return undefined;
  const bytes = decodeBase64(body);
  if (bytes === undefined || bytes.length < LEAST_KEY_BYTES) return undefined;
  if (label.includes('PGP')) return readOpenPgpKey(bytes);
  if (/Proc-Type:\s*4,\s*ENCRYPTED|DEK-Info:/i.test(headers))
    return bytes.length % 8 === 0 ? 'encrypted' : undefined;
  if (bytes.subarray(0, 14).toString('latin1') === 'openssh-key-v1') return readOpenSshKey(bytes);
  if (/SIGSTORE|COSIGN/.test(label)) return bytes[0] === 0x7b ? 'encrypted' : undefined;
  return isWholeSequence(bytes, label.includes('ENCRYPTED') ? 0x30 : 0x02)
    ? label.includes('ENCRYPTED')
      ? 'encrypted'
      : 'plain'
    : undefined;
}

/** Likewise for the base64 of an armoured text, as Kubernetes has it. */
export function readBase64PrivateKey(text: string): PrivateKeyState | undefined {
  return readPrivateKey(Buffer.from(text, 'base64').toString('latin1'));
}

/** Undoes what JSON, shells and source code do to lines: escapes, quotes, concatenation, comments. */
function unescapeText(text: string): string {
  return text
    .replace(/\\+[nrt]/g, '\n')
    .replace(/["'`][ \t]{0,16}(?:[+.,;\\]|<<)?[ \t]{0,16}(?:\r?\n|$)/g, '\n')
    .replace(/^[ \t]*(?:(?:\/\/|#|\*|>|\||\+)[ \t]+)?(?:["'`]{1,3})?/gm, '')
    .replace(/["'`,;\\]/g, ' ');
}

/** The `Name: value` lines at the start, and what follows. */
function splitHeaders(text: string): { readonly headers: string; readonly body: string } {
  let headers = '';
  const lines = text.split(/\r?\n/);
  const body = lines.filter((line) => {
    const isHeader = /^[ \t]*[A-Za-z-]{2,24}: /.test(line);
    if (isHeader) headers += `${line}\n`;
    return !isHeader;
  });
  return { headers, body: body.join('\n') };
}

function decodeBase64(text: string): Buffer | undefined {
  // OpenPGP ends with a checksum of its own after another `=`.
  const digits = text.replace(/\s+=[A-Za-z0-9+/]{4}\s*$/, '').replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(digits) ? Buffer.from(digits, 'base64') : undefined;
}

/** Whether `bytes` are one DER sequence from end to end whose first element has the tag `first`. */
function isWholeSequence(bytes: Buffer, first: number): boolean {
  if (bytes[0] !== 0x30) return false;
  const short = bytes[1]!;
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
  if (lengthBytes > 3 || bytes.length < 2 + lengthBytes + 1) return false;
  const length = lengthBytes === 0 ? short : bytes.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  return start + length === bytes.length && bytes[start] === first;
}
