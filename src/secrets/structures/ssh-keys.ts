// Private keys of SSH: of users, of hosts, and PuTTY's; those that need a passphrase are told apart.

import { defineTextStructure, type SecretSpan } from './define-structure.ts';
import type { SecretStructure } from './secret-structure.ts';

const OPENSSH_FORMAT = 'https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key';
const BEGIN = /-----BEGIN ((?:RSA |DSA |EC |OPENSSH |ENCRYPTED |SSH2 ENCRYPTED )?PRIVATE KEY)-----/g;

/** Armored private keys, each from its first dash to its last; nothing after one that has no end. */
function* findBlocks(text: string): Generator<{ label: string; body: string; start: number; end: number }> {
  BEGIN.lastIndex = 0;
  for (let found = BEGIN.exec(text); found !== null; found = BEGIN.exec(text)) {
    const footer = `-----END ${found[1]}-----`;
    const [from, to] = [BEGIN.lastIndex, text.indexOf(footer, BEGIN.lastIndex)];
    if (to < 0) return;
    const end = to + footer.length;
    yield { label: found[1]!, body: text.slice(from, to), start: found.index, end };
    BEGIN.lastIndex = end;
  }
}

const SSH_KEY = defineTextStructure(
  {
    id: 'ssh-key',
    names: [
      'identity',
      'id_rsa',
      'id_dsa',
      'id_ecdsa',
      'id_ed25519',
      'id_ecdsa_sk',
      'id_ed25519_sk',
      'id_xmss',
      'deploy_key',
      'ssh_key',
      'ssh_host_rsa_key',
      'ssh_host_dsa_key',
      'ssh_host_ecdsa_key',
      'ssh_host_ed25519_key',
      'ssh_host_key',
      'ssh_host_xmss_key',
      'dropbear_rsa_host_key.pem',
    ],
    limitBytes: 1 << 20,
    kinds: [
      { id: 'ssh-private-key', name: 'private key of SSH', source: OPENSSH_FORMAT },
      {
        id: 'ssh-encrypted-private-key',
        name: 'private key of SSH that needs a passphrase',
        source: OPENSSH_FORMAT,
        severity: 'warning',
      },
      {
        id: 'ssh-host-key',
        name: 'private key of an SSH host',
        source: 'https://man.openbsd.org/sshd#/etc/ssh/ssh_host_ecdsa_key',
      },
    ],
  },
  function* (text, path): Generator<SecretSpan> {
    const isHost = /ssh_host_\w*key$/i.test(path);
    for (const { label, body, start, end } of [...findBlocks(text)]) {
      if (body.length < 64) continue;
      const isEncrypted = isEncryptedBlock(label, body);
      const kindId = isEncrypted ? 'ssh-encrypted-private-key' : isHost ? 'ssh-host-key' : 'ssh-private-key';
      yield { kindId, start, end };
    }
  },
);

const OPENSSH_MAGIC = 'openssh-key-v1\0';

/** Whether a passphrase is needed: the label, a header or the cipher's name say so. */
function isEncryptedBlock(label: string, body: string): boolean {
  if (label.includes('ENCRYPTED') || /Proc-Type:\s{0,8}4,ENCRYPTED/.test(body)) return true;
  if (!label.startsWith('OPENSSH')) return false;
  const decoded = Buffer.from(body, 'base64');
  if (decoded.toString('latin1', 0, OPENSSH_MAGIC.length) !== OPENSSH_MAGIC || decoded.length < 32)
    return false;
  const [length, start] = [decoded.readUInt32BE(OPENSSH_MAGIC.length), OPENSSH_MAGIC.length + 4];
  return decoded.toString('latin1', start, start + Math.min(length, 64)) !== 'none';
}

const PUTTY_FORMAT = 'https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html#ppk';
const PUTTY_LINES = /^Private-Lines:[ \t]{0,8}\d{1,4}\r?\n((?:[A-Za-z0-9+/=]{1,128}(?:\r?\n|$)){1,1000})/m;

const PUTTY_KEY = defineTextStructure(
  {
    id: 'putty-key',
    endings: ['.ppk'],
    limitBytes: 1 << 18,
    kinds: [
      { id: 'putty-private-key', name: 'private key of PuTTY', source: PUTTY_FORMAT },
      {
        id: 'putty-encrypted-private-key',
        name: 'private key of PuTTY that needs a passphrase',
        source: PUTTY_FORMAT,
        severity: 'warning',
      },
    ],
  },
  function* (text): Generator<SecretSpan> {
    const lines = PUTTY_LINES.exec(text);
    if (!text.startsWith('PuTTY-User-Key-File-') || lines === null) return;
    const isPlain = /^Encryption:[ \t]{0,8}none[ \t\r]*$/m.test(text);
    const start = lines.index + lines[0].length - lines[1]!.length;
    yield {
      kindId: isPlain ? 'putty-private-key' : 'putty-encrypted-private-key',
      start,
      end: start + lines[1]!.trimEnd().length,
    };
  },
);

export const SSH_KEYS: readonly SecretStructure[] = [SSH_KEY, PUTTY_KEY];
