import { SSH_KEYS } from '../../../src/secrets/structures/ssh-keys.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const lines = [1, 2, 3].map((seed) => makeText(ALPHABET.base64, 64, seed)).join('\n');
const block = (label: string, body: string): string =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const RSA = `RSA ${'PRIVATE'} KEY`;

/** An OpenSSH key's beginning: the magic and the cipher's name. */
function makeOpenSshKey(cipher: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(cipher.length);
  const content = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    length,
    Buffer.from(cipher),
    Buffer.alloc(64, 7),
  ]);
  return block(`OPENSSH ${'PRIVATE'} KEY`, content.toString('base64'));
}

const putty = (encryption: string, mark: (text: string) => string): string =>
  `PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: ${encryption}\r\nComment: a\r\nPublic-Lines: 1\r\nAAAA\r\nPrivate-Lines: 2\r\n${mark(`${makeText(ALPHABET.base64, 64)}\r\nAAAA`)}\r\nPrivate-MAC: 00\r\n`;
const mark = (text: string): string => `«${text}»`;

testStructures(SSH_KEYS, {
  'ssh-key': [
    { path: 'root/.ssh/id_rsa', text: `«${block(RSA, lines)}»\n` },
    { path: 'root/.ssh/id_ed25519', text: `«${makeOpenSshKey('none')}»\n` },
    {
      path: 'root/.ssh/id_ed25519',
      text: `«${makeOpenSshKey('aes256-ctr')}»\n`,
      kinds: ['ssh-encrypted-private-key'],
    },
    {
      path: 'root/.ssh/id_rsa',
      text: `«${block(RSA, `Proc-Type: 4,ENCRYPTED\n\n${lines}`)}»`,
      kinds: ['ssh-encrypted-private-key'],
    },
    { path: 'etc/ssh/ssh_host_ecdsa_key', text: `«${makeOpenSshKey('none')}»`, kinds: ['ssh-host-key'] },
    { path: 'root/.ssh/id_rsa', text: `ssh-rsa ${lines}` },
    { path: 'root/.ssh/identity', text: block('PUBLIC KEY', lines) },
  ],
  'putty-key': [
    { path: 'a.ppk', text: putty('none', mark) },
    { path: 'a.ppk', text: putty('aes256-cbc', mark), kinds: ['putty-encrypted-private-key'] },
    { path: 'a.ppk', text: 'PuTTY-User-Key-File-3: ssh-rsa\nPublic-Lines: 1\nAAAA\n' },
    { path: 'b.ppk', text: putty('none', (text) => text).replace('PuTTY', 'Other') },
  ],
});
