import { HISTORIES } from '../../../src/secrets/structures/histories.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const token = makeText(ALPHABET.alphanumeric, 24);
const commands = [
  'mysql -u root -p«horse9» db',
  "sudo mysqldump --password='«horse 9»' db | gzip > x; ls -p",
  'curl -s -u a:«horse9» https://example.com',
  `curl -H "Authorization: Bearer «${token}»" https://example.com`,
  `export GITHUB_TOKEN=«${token}»`,
  'PGPASSWORD="«horse9»" psql -h db',
  'cd /srv && docker login -u a -p «horse9» r.example.com',
  'sshpass -p «horse9» ssh a@b',
  "sshpass -p'«horse9»' ssh a@b",
  'git clone https://a:«horse9»@example.com/a.git',
  `docker run -e API_TOKEN=«${token}» -p 80:80 a`,
  `docker build --build-arg NPM_TOKEN=«${token}» .`,
  'redis-cli -h r -a «horse9» ping',
  `aws configure set aws_secret_access_key «${token}»`,
  'openssl rsa -passin pass:«horse9» -in k',
  'smbclient //h/s -U a%«horse9»',
  `vault login --token «${token}»`,
  'skopeo copy --src-creds=a:«horse9» docker://a dir:b',
];
const harmless = [
  'mysql -u root -p db',
  'docker run -p 8080:80 a',
  'mkdir -p a/horse9/c',
  'ssh -p 2222 a@b',
  'export API_TOKEN=$(pass show token)',
  'mysql -p"$PW"',
  'curl -u $USER:$PASS https://example.com',
  'docker login -u a --password-stdin',
  'docker login -u a -p $PW',
  'echo password',
  'kubectl get secret token-abc123',
  'cp -p horse9 b',
];

testStructures(HISTORIES, {
  'shell-history': [
    { path: 'root/.bash_history', text: `${commands.join('\n')}\n` },
    { path: 'root/.zsh_history', text: commands.map((command) => `: 1700000000:0;${command}\n`).join('') },
    { path: 'root/.bash_history', text: harmless.join('\n') },
  ],
  'database-history': [
    {
      path: 'root/.mysql_history',
      text: "_HiStOrY_V2_\nCREATE\\040USER\\040a\\040IDENTIFIED\\040BY\\040'«horse9»';\nselect\\0401;\n",
    },
    { path: 'root/.psql_history', text: "ALTER USER a WITH PASSWORD '«horse9»';\nselect 'password';\n" },
    { path: 'root/.rediscli_history', text: 'auth «horse9»\nget a\n' },
    { path: 'root/.psql_history', text: '\\password a\nselect 1;\n' },
  ],
  'program-history': [
    { path: 'root/.python_history', text: "import os\nit's\npassword = '«horse9»'\nprint(password)\n" },
    { path: 'root/.node_repl_history', text: "const token = process.env.TOKEN\nx = 'horse9'\n" },
  ],
});
