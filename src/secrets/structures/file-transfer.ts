// Logins of programs that copy files to servers, in editors and on their own.

import { defineNamedValues } from './define-structure.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import { readXmlValues, type XmlValue } from './reading/xml-values.ts';
import type { SecretStructure } from './secret-structure.ts';

const TRANSFER_JSON = defineNamedValues(
  {
    id: 'transfer-json',
    names: [
      'sftp-config.json',
      'sftp.json',
      '.ftpconfig',
      '.sftpconfig',
      '.remote-sync.json',
      'deployment-config.json',
      'ftpsync.settings',
      '.ftppass',
      'ftp-config.json',
      '.ftpsync.json',
      'ftp-sync.json',
      'sftp-config-alt.json',
      'ftp-simple.json',
      '.sftpconfig.json',
      'remotesync.json',
    ],
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'transfer-password',
        name: 'password of a file transfer program',
        source: 'https://codexns.io/products/sftp_for_sublime/settings',
      },
    ],
  },
  {
    read: readJsonStrings,
    strictness: 'credentials',
    isSecret: ({ name }) => /^(?:pass|password|passphrase|passwd)$/i.test(name),
  },
);

const FILEZILLA = defineNamedValues(
  {
    id: 'filezilla',
    names: ['sitemanager.xml', 'recentservers.xml', 'filezilla.xml', 'filezilla server.xml'],
    kinds: [
      {
        id: 'filezilla-password',
        name: 'password in FileZilla',
        source: 'https://wiki.filezilla-project.org/Site_Manager',
      },
    ],
  },
  {
    read: readXmlValues,
    strictness: 'credentials',
    // With a master password it is encrypted: <Pass encoding="crypt">.
    isSecret: (value) => value.name === 'Pass' && (value as XmlValue).attributes['encoding'] !== 'crypt',
  },
);

const IDE_SERVERS = defineNamedValues(
  {
    id: 'ide-servers',
    names: [
      'webservers.xml',
      'datasources.xml',
      'datasources.local.xml',
      'dbeaver-data-sources.xml',
      '.dbeaver-data-sources.xml',
      'dbeaver-data-sources.xml.bak',
      'deployment.xml',
    ],
    kinds: [
      {
        id: 'ide-server-password',
        name: 'password of a server or database in an IDE',
        source: 'https://www.jetbrains.com/help/phpstorm/configuring-synchronization-with-a-remote-host.html',
      },
    ],
  },
  {
    read: readXmlValues,
    strictness: 'credentials',
    // JetBrains' and DBeaver's passwords are only disguised.
    isSecret: ({ name }) => /^(?:password|passphrase)$/.test(name),
  },
);

const WINSCP = defineNamedValues(
  {
    id: 'winscp',
    names: ['winscp.ini', 'wcx_ftp.ini', 'ws_ftp.ini', 'ventrilo_srv.ini', 'murmur.ini', 'mumble-server.ini'],
    kinds: [
      {
        id: 'session-password',
        name: 'password of a server in an INI file',
        source: 'https://winscp.net/eng/docs/security_credentials',
      },
    ],
  },
  {
    read: (text) => readAssignments(text, { separators: '=', hasTrailingComments: false }),
    isSecret: ({ name }) => /^(?:(?:admin|server|super)?password|pwd|icesecretwrite)$/i.test(name),
  },
);

export const FILE_TRANSFERS: readonly SecretStructure[] = [TRANSFER_JSON, FILEZILLA, IDE_SERVERS, WINSCP];
