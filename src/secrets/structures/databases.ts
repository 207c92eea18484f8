// Logins of database clients and of servers beside them.

import { defineNamedValues } from './define-structure.ts';
import { isSecretName } from './judging/secret-name.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import type { SecretStructure } from './secret-structure.ts';

const CLIENT_INI = defineNamedValues(
  {
    id: 'client-ini',
    names: [
      '.my.cnf',
      'my.cnf',
      'debian.cnf',
      '.odbc.ini',
      'odbc.ini',
      '.pg_service.conf',
      'pg_service.conf',
      'grafana.ini',
      'airflow.cfg',
      '.smbcredentials',
      '.cifs',
      'smb.credentials',
      'wpa_supplicant.conf',
      '.muttrc',
      'muttrc',
      'ssmtp.conf',
      'alembic.ini',
      '.sqlcmdrc',
      'vncserver.ini',
      'supervisord.conf',
      'php.ini',
      'moodle.ini',
      'wg0.conf',
      '.influxrc',
      'trac.ini',
      'setup.cfg',
      '.coveralls.yml.ini',
      'cinder.conf',
      'nova.conf',
      'keystone.conf',
      'glance-api.conf',
    ],
    endings: ['.nmconnection'],
    kinds: [
      {
        id: 'client-password',
        name: 'password of a client or server in its configuration',
        source: 'https://dev.mysql.com/doc/refman/8.4/en/option-files.html',
      },
    ],
  },
  {
    read: (text) => readAssignments(text, { separators: '=' }),
    isSecret: ({ name, parents }) =>
      isSecretName(name) ||
      /^(?:psk|authpass|fernet_key|privatekey|presharedkey|wep-key0)$/i.test(name) ||
      (name === 'pass' && parents.length === 0),
  },
);

const CLIENT_JSON = defineNamedValues(
  {
    id: 'client-json',
    names: [
      'robomongo.json',
      'robo3t.json',
      'connections.json',
      'servers.json',
      'data-sources.json',
      'ormconfig.json',
      'database.json',
      'db.json',
      'config.local.json',
    ],
    kinds: [
      {
        id: 'client-json-password',
        name: 'password of a database in the settings of a client',
        source: 'https://github.com/Studio3T/robomongo/wiki',
      },
    ],
  },
  { read: readJsonStrings, isSecret: ({ name }) => isSecretName(name) },
);

const BROWSER_LOGINS = defineNamedValues(
  {
    id: 'browser-logins',
    names: ['logins.json', 'logins-backup.json', 'signons.json'],
    kinds: [
      {
        id: 'firefox-login',
        name: 'login stored by Firefox',
        source: 'https://support.mozilla.org/en-US/kb/where-are-my-logins-stored',
        severity: 'warning',
      },
    ],
  },
  {
    read: readJsonStrings,
    strictness: 'credentials',
    isSecret: ({ name }) => name === 'encryptedPassword' || name === 'encryptedUsername',
  },
);

const JUPYTER_JSON = defineNamedValues(
  {
    id: 'jupyter-json',
    names: ['jupyter_notebook_config.json', 'jupyter_server_config.json'],
    endings: ['.json'],
    path: /(?:^|\/)(?:jupyter_(?:notebook|server)_config|(?:nb|jp)server-\d{1,10})\.json$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'jupyter-login',
        name: 'token or password of Jupyter',
        source: 'https://jupyter-server.readthedocs.io/en/latest/operators/security.html',
      },
    ],
  },
  {
    read: readJsonStrings,
    isSecret: ({ name }) => /^(?:token|password|hashed_password)$/.test(name),
  },
);

export const DATABASES: readonly SecretStructure[] = [CLIENT_INI, CLIENT_JSON, BROWSER_LOGINS, JUPYTER_JSON];
