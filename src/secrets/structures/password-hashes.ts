// Hashes of passwords: of no use at once, but weak passwords are guessed from them.

import { defineTextStructure, type SecretSpan } from './define-structure.ts';
import { readLines } from './reading/named-value.ts';
import type { SecretStructure } from './secret-structure.ts';

/** Modular crypt format ($id$…), LDAP's schemes, and DES crypt where `hasDes`. https://man7.org/linux/man-pages/man5/crypt.5.html */
const HASH =
  /^!{0,2}(\$[\w.-]{1,24}\$[^\s:]{8,512}|\{[A-Z\d.-]{2,16}\}[^\s:]{8,512}|_?[./0-9A-Za-z]{13}(?:[./0-9A-Za-z]{6})?)$/;

/** The second column of lines `name:hash:…`. */
function* findHashes(text: string): Generator<SecretSpan> {
  for (const line of readLines(text, 1 << 16)) {
    if (line.text.startsWith('#')) continue;
    const colon = line.text.indexOf(':');
    if (colon <= 0) continue;
    const next = line.text.indexOf(':', colon + 1);
    const field = line.text.slice(colon + 1, next < 0 ? line.text.length : next);
    const hash = HASH.exec(field)?.[1];
    if (hash === undefined) continue;
    const end = line.start + colon + 1 + field.length;
    yield { start: end - hash.length, end };
  }
}

const SHADOW = defineTextStructure(
  {
    id: 'shadow',
    names: ['shadow', 'gshadow', 'shadow-', 'gshadow-', 'passwd', 'passwd-', 'master.passwd', 'opasswd'],
    path: /(?:^|\/)etc\/(?:security\/)?[\w.-]+$/,
    kinds: [
      {
        id: 'shadow-hash',
        name: "hash of a system user's password",
        source: 'https://man7.org/linux/man-pages/man5/shadow.5.html',
        severity: 'warning',
      },
    ],
  },
  findHashes,
);

const PASSWORD_FILE = defineTextStructure(
  {
    id: 'password-file',
    names: [
      '.htpasswd',
      'htpasswd',
      'proftpdpasswd',
      'ftpd.passwd',
      'proftpd.passwd',
      'passwd.dovecot',
      'pureftpd.passwd',
      'pwfile',
      'users.htpasswd',
    ],
    endings: ['.htpasswd'],
    kinds: [
      {
        id: 'htpasswd-hash',
        name: "hash of a server user's password",
        source: 'https://httpd.apache.org/docs/current/misc/password_encryptions.html',
        severity: 'warning',
      },
    ],
  },
  findHashes,
);

export const PASSWORD_HASHES: readonly SecretStructure[] = [SHADOW, PASSWORD_FILE];
