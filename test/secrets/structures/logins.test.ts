import { LOGINS } from '../../../src/secrets/structures/logins.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const key = makeText(ALPHABET.base64, 40);

testStructures(LOGINS, {
  netrc: [
    {
      path: 'root/.netrc',
      text: 'machine a.example.com\n  login password\n  password «pass123»\n\ndefault login b password "«x y»"\n',
    },
    { path: 'home/a/_netrc', text: 'machine a.example.com login b\r\n# password pass123\r\n' },
  ],
  'mail-login': [
    { path: 'root/.msmtprc', text: 'host smtp.example.com\nuser a\npassword «pass123»\n' },
    { path: 'root/.fetchmailrc', text: 'poll pop.example.com user "a" pass "«pass 123»"\n' },
    { path: 'root/.msmtprc', text: 'host smtp.example.com\npasswordeval "pass show mail"\n' },
  ],
  pgpass: [
    {
      path: 'root/.pgpass',
      text: '#hostname:port:database:username:password\nlocalhost:5432:*:a:«pa:ss»\r\nfe80\\:\\:1:5432:db:a:«word»\n',
    },
    { path: 'root/.pgpass', text: 'localhost:5432:*:a\nlocalhost:5432:*:a:\n' },
  ],
  'mail-relay': [
    { path: 'etc/postfix/sasl_passwd', text: '[smtp.example.com]:587 a@example.com:«pass123»\n' },
    { path: 'etc/exim4/passwd.client', text: '# target.mail.server.example:login:password\n*:a:«pass123»\n' },
    {
      path: 'etc/exim4/passwd.client',
      text: '# target.mail.server.example:login:password\n#*.example.com:a:pass123\n',
    },
  ],
  'link-secrets': [
    { path: 'etc/ppp/chap-secrets', text: '# client server secret addresses\n"a b" * "«pass123»" *\n' },
    { path: 'etc/ppp/pap-secrets', text: '# client server secret addresses\n*\n' },
  ],
  's3fs-password': [
    { path: 'root/.passwd-s3fs', text: `${makeText(ALPHABET.upper, 20)}:«${key}»\n` },
    { path: 'etc/passwd-s3fs', text: '# bucket:key:secret\n' },
  ],
});
