import { DATABASES } from '../../../src/secrets/structures/databases.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const base64 = makeText(ALPHABET.base64, 40);

testStructures(DATABASES, {
  'client-ini': [
    { path: 'root/.my.cnf', text: '[client]\nuser = root\npassword = "«horse#9»"\n[mysqldump]\nquick\n' },
    {
      path: 'etc/NetworkManager/system-connections/a.nmconnection',
      text: '[wifi-security]\nkey-mgmt=wpa-psk\npsk=«horse9horse9»\n',
    },
    {
      path: 'etc/mysql/my.cnf',
      text: '[mysqld]\nport = 3306\n# password = horse9\nssl-key = /etc/key.pem\n',
    },
  ],
  'client-json': [
    {
      path: 'root/.3T/robomongo.json',
      text: '{"connections": [{"credentials": [{"userName": "a", "userPassword": "«horse9»"}], "sshPassphrase": "«horse8»"}]}',
    },
    { path: 'ormconfig.json', text: '{"type": "postgres", "password": "", "synchronize": true}' },
  ],
  'browser-logins': [
    {
      path: 'root/.mozilla/firefox/a/logins.json',
      text: `{"logins": [{"usernameField": "login", "encryptedPassword": "«${base64}»"}]}`,
    },
    { path: 'logins.json', text: '{"logins": [], "version": 3}' },
  ],
  'jupyter-json': [
    {
      path: 'root/.jupyter/jupyter_server_config.json',
      text: '{"IdentityProvider": {"hashed_password": "«argon2:$argon2id$v=19$abc»"}}',
    },
    {
      path: 'root/.local/share/jupyter/runtime/jpserver-12.json',
      text: `{"token": "«${makeText(ALPHABET.hex, 48)}»", "port": 8888}`,
    },
    {
      path: 'root/.jupyter/jupyter_notebook_config.json',
      text: '{"NotebookApp": {"token": "", "ip": "127.0.0.1"}}',
    },
  ],
});
