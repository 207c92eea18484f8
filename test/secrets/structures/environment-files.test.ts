import { ENVIRONMENT_FILES } from '../../../src/secrets/structures/environment-files.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import { testStructures } from './expect-structures.ts';

const key = makeText(ALPHABET.alphanumeric, 32);

testStructures(ENVIRONMENT_FILES, {
  dotenv: [
    {
      path: 'app/.env',
      text: `# DB_PASSWORD=${key}\nPORT=3000\nDB_PASSWORD=«horse9»\r\nexport API_KEY = "«${key}»" # why\nS3_SECRET='«a#b c»'\n`,
    },
    {
      path: 'app/.env.production',
      text: `\u{feff}JWT_SECRET=«${key}»\nJWT_SECRET_FILE=/run/secrets/jwt\nTOKEN_TTL=3600000`,
    },
    {
      path: 'app/config/prod.env',
      text: `DATABASE_URL=postgres://app:«horse9»@db/app\nCACHE_URL=redis://cache:6379\n`,
    },
    { path: 'app/.env.local', text: 'NAME=é\nSESSION_TOKEN=«schlüssel»\n' },
    {
      path: 'app/.env.test',
      text: `APP_SECRET=$(cat key)\nDB_PASSWORD=\${DB_PASSWORD}\nTOKEN=<token>\nPASSWORD=changeme\nPASSWORD2=\n`,
    },
    { path: 'app/.env.example', text: `DB_PASSWORD=horse9\nAPI_KEY=«${key}»\n` },
    { path: 'app/.env.sample', text: 'DB_PASSWORD=horse9\nAPI_KEY=your-key\n' },
  ],
  'shell-start-file': [
    {
      path: 'root/.bashrc',
      text: `PS1="\\u"\nexport AWS_ACCESS_KEY_ID=${makeText(ALPHABET.upper, 20)}\nexport AWS_SECRET_ACCESS_KEY='«${key}»'\nalias l=ls\n`,
    },
    { path: 'home/a/config', text: 'IRC_PORT=6697\nIRC_PASS=«swordfish»\n' },
    {
      path: 'etc/profile',
      text: 'PATH=/usr/bin\nGITHUB_TOKEN=$(pass show token)\nPASSWORD_STORE_DIR=~/.store\n',
    },
  ],
});
