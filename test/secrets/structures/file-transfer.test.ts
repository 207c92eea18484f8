import { FILE_TRANSFERS } from '../../../src/secrets/structures/file-transfer.ts';
import { testStructures } from './expect-structures.ts';

const encoded = Buffer.from('horse9').toString('base64');

testStructures(FILE_TRANSFERS, {
  'transfer-json': [
    {
      path: '.vscode/sftp.json',
      text: '{"host": "h", "username": "root", "password": "«horse9»", "passphrase": ""}',
    },
    {
      path: 'sftp-config.json',
      text: '{\n    // The tab key\n    "user": "root",\n    "password": "«hunter22»",\n    //"ssh_key_file": "~/.ssh/id_rsa",\n}',
    },
    { path: '.ftpconfig', text: '{"user": "root", "pass": "", "promptForPass": true, "passphrase": null}' },
  ],
  filezilla: [
    {
      path: 'root/.config/filezilla/sitemanager.xml',
      text: `<?xml version="1.0"?>\n<FileZilla3><Servers><Server><User>root</User><Pass encoding="base64">«${encoded}»</Pass></Server><Server><Pass>«horse9»</Pass></Server></Servers></FileZilla3>`,
    },
    {
      path: 'recentservers.xml',
      text: `<FileZilla3><Server><Pass encoding="crypt" pubkey="x">${encoded}</Pass><Pass /></Server></FileZilla3>`,
    },
  ],
  'ide-servers': [
    {
      path: '.idea/WebServers.xml',
      text: '<project><webServer><fileTransfer host="h" password="«dff9dfdf»" username="root"/></webServer></project>',
    },
    {
      path: '.idea/dataSources.xml',
      text: '<project><data-source name="a"><user-name>root</user-name></data-source></project>',
    },
  ],
  winscp: [
    { path: 'ventrilo_srv.ini', text: '[Server]\nName=Server\nAdminPassword=«Horse9»\nPassword=«Horse8»\n' },
    { path: 'WinSCP.ini', text: '[Sessions\\a]\nHostName=h\nPassword=\n' },
  ],
});
