import { PASSWORD_HASHES } from '../../../src/secrets/structures/password-hashes.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const sha512 = `$6$${makeText(ALPHABET.alphanumeric, 16)}$${makeText(ALPHABET.alphanumeric, 86)}`;
const yescrypt = `$y$j9T$${makeText(ALPHABET.alphanumeric, 22)}$${makeText(ALPHABET.alphanumeric, 43)}`;
const apr1 = `$apr1$${makeText(ALPHABET.alphanumeric, 8)}$${makeText(ALPHABET.alphanumeric, 22)}`;
const des = makeText(ALPHABET.alphanumeric, 13);

testStructures(PASSWORD_HASHES, {
  shadow: [
    {
      path: 'etc/shadow',
      text: `root:«${yescrypt}»:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\na:!«${sha512}»:19000::::::\nb:«${des}»:1::::::`,
    },
    { path: 'etc/gshadow-', text: `wheel:«${sha512}»:root:root\n` },
    {
      path: 'etc/shadow',
      text: 'root::19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\nx:!:1::::::\ny:!!:1::::::\nz:!*:1:::\n+::::\n',
    },
    { path: 'etc/passwd', text: 'root:x:0:0:root:/root:/bin/bash\n' },
  ],
  'password-file': [
    { path: 'srv/.htpasswd', text: `a:«${apr1}»\nb:«{SHA}${makeText(ALPHABET.base64, 27)}=»\r\n` },
    { path: 'etc/proftpdpasswd', text: `a:«${sha512}»:1:1::/home/a:/bin/sh\n` },
    { path: 'srv/.htpasswd', text: '# user:password\n\na:x\n' },
  ],
});
