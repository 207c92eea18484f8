// An image of twelve layers in which sixty secrets lie, and what a report must say of each.
import { gzipSync } from 'node:zlib';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, layer, makeLayout, opaque, whiteout } from '../../support/layers.ts';
import { streamedZip } from '../../support/streamed-zips.ts';
import { ALPHABET, makeText } from '../rules/make-text.ts';
import * as make from './planted-values.ts';

/** One planted secret. */
export interface PlantedSecret {
  /** The value; of a key in lines, a line of it. It must occur in no output. */
  readonly value: string;
  /** The file, or of the config `Env`, `Labels`, `history` or `Cmd`. */
  readonly path?: string;
  readonly place?: string;
  /** The archives' members down to the secret. */
  readonly member?: string;
  readonly layer?: number;
  readonly hiddenByLayer?: number;
}

const SECRETS: PlantedSecret[] = [];
const PADDING = 'The quick brown fox jumps over the lazy dog.\n';
const CHUNK_BYTES = 64 * 1024;

interface Placing {
  readonly layer: number;
  readonly hiddenByLayer?: number;
  readonly member?: string;
}

/** Notes the secret and gives the file that holds `content`. */
function plant(path: string, value: string, content: string | Uint8Array, placing: Placing): TarItem {
  note(value, { path, ...placing });
  return file(path, content);
}

function note(value: string, where: Omit<PlantedSecret, 'value'>): void {
  SECRETS.push({ value: value.includes('\n') ? value.split('\n')[1]! : value, ...where });
}

/** Text in which `value` begins `before` bytes ahead of a chunk's edge. */
function acrossEdge(value: string, before: number): string {
  const start = 2 * CHUNK_BYTES - before;
  const padding = PADDING.repeat(Math.ceil(start / PADDING.length)).slice(0, start - 1);
  return `${padding}\n${value}\n${PADDING.repeat(2000)}`;
}

/** A file for which its place in the tar, not in itself, puts the secret on a chunk's edge: right behind a filler. */
function fillerUpTo(path: string, tarOffset: number, used: number): TarItem {
  return file(path, Buffer.alloc(tarOffset - used - 512, PADDING));
}

const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const utf16BigEndian = (text: string): Buffer => Buffer.from(utf16(text)).swap16();
const toBase64 = (text: string): string => Buffer.from(text).toString('base64');

/** Layers 0 to 11, bottom first. */
function makeLayers(): Uint8Array[] {
  const layers: TarItem[][] = Array.from({ length: 12 }, () => []);
  const put = (index: number, ...items: readonly TarItem[]): void => void layers[index]!.push(...items);

  // Visible, where they are.
  const at = (path: string, value: string, content: (value: string) => string, index: number): void =>
    put(index, plant(path, value, content(value), { layer: index }));
  at('etc/app/settings.ini', make.makeGithubToken(1), (v) => `[github]\ntoken = ${v}\n`, 0);
  at('root/.npmrc', make.makeNpmToken(2), (v) => `//registry.npmjs.org/:_authToken=${v}\n`, 0);
  at('srv/app/.env', make.makeStripeKey(3), (v) => `PORT=3000\nSTRIPE_KEY=${v}\n`, 1);
  at(
    'srv/app/config.json',
    make.makeSlackToken(4),
    (v) => JSON.stringify({ port: 80, slack: { token: v } }),
    1,
  );
  at('srv/app/mail.yml', make.makeSendgridKey(5), (v) => `mail:\n  key: "${v}"\n`, 1);
  at('srv/app/maps.js', make.makeGoogleKey(6), (v) => `const maps = { key: '${v}' };\n`, 2);
  at('root/.netrc', make.makePassword(7), (v) => `machine git.example.org login me password ${v}\n`, 2);
  at('root/.pgpass', make.makePassword(8), (v) => `db.internal:5432:shop:shop:${v}\n`, 2);
  at('root/.git-credentials', make.makePassword(9), (v) => `https://me:${v}@git.internal.org\n`, 2);
  at('root/.aws/credentials', make.makeAmazonSecret(10), awsFile(10), 3);
  at('root/.ssh/id_ecdsa', make.makePrivateKey(), (v) => v, 3);
  at('srv/app/settings.py', makeDjangoKey(12), (v) => `DEBUG = False\nSECRET_KEY = '${v}'\n`, 3);
  at('var/www/wp-config.php', make.makePassword(13), (v) => `<?php\ndefine('DB_PASSWORD', '${v}');\n`, 3);
  at('srv/app/config/master.key', makeRailsKey(14), (v) => v, 4);
  at('root/.bash_history', make.makePassword(15), (v) => `ls\nmysql -u root -p${v} shop\n`, 4);
  at(
    'etc/shadow',
    makeShadowHash(16),
    (v) => `root:${v}:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n`,
    4,
  );
  at(
    'srv/app/database.yml',
    make.makePassword(17),
    (v) => `url: postgres://shop:${v}@db.internal:5432/shop\n`,
    4,
  );
  at('root/.docker/config.json', toBase64(`me:${make.makePassword(18)}`), dockerConfig, 4);

  at('etc/ssl/private/server.key', make.makePrivateKey(), (v) => v, 11);

  // Deleted by a whiteout above.
  const deleted = (
    path: string,
    value: string,
    content: (value: string) => string,
    from: number,
    by: number,
  ): void => {
    put(from, plant(path, value, content(value), { layer: from, hiddenByLayer: by }));
    put(by, whiteout(path));
  };
  deleted('tmp/token', make.makeGithubToken(21), (v) => v, 1, 2);
  deleted('build/.npmrc', make.makeNpmToken(22), (v) => `//npm.internal.org/:_authToken=${v}`, 1, 3);
  deleted('build/.env', make.makeHexToken(23), (v) => `API_TOKEN=${v}\n`, 2, 3);
  deleted('build/id_rsa', make.makePrivateKey(), (v) => v, 2, 5);
  deleted(
    'build/gitlab.txt',
    make.makeGitlabToken(25),
    (v) => `git clone https://oauth2:${v}@gitlab.com/a/b`,
    3,
    5,
  );
  deleted('build/aws.env', make.makeAmazonId(26), (v) => `export AWS_ACCESS_KEY_ID=${v}\n`, 3, 6);
  deleted(
    'build/pip.conf',
    make.makePassword(27),
    (v) => `[global]\nindex-url = https://ci:${v}@pypi.internal/simple\n`,
    4,
    6,
  );
  deleted('build/slack.json', make.makeSlackToken(28), (v) => `{"token":"${v}"}`, 4, 7);
  deleted('build/mail', make.makeSendgridKey(29), (v) => v, 5, 8);
  deleted('build/stripe', make.makeStripeKey(30), (v) => `key: ${v}`, 5, 11);

  // Overwritten: the old key of a rotated pair is there still.
  const rotated = (
    path: string,
    values: readonly [string, string],
    content: (value: string) => string,
    from: number,
    by: number,
  ): void => {
    put(from, plant(path, values[0], content(values[0]), { layer: from, hiddenByLayer: by }));
    put(by, plant(path, values[1], content(values[1]), { layer: by }));
  };
  rotated('etc/app/deploy.token', [make.makeGithubToken(31), make.makeGithubToken(32)], (v) => v, 1, 6);
  rotated('etc/app/stripe.ini', [make.makeStripeKey(33), make.makeStripeKey(34)], (v) => `key=${v}\n`, 2, 7);
  rotated('etc/app/npm.ini', [make.makeNpmToken(35), make.makeNpmToken(36)], (v) => `token = ${v}`, 3, 8);

  // Under an opaque marker, and in a folder that a file replaces.
  put(
    5,
    dir('opt/old'),
    plant('opt/old/a.ini', make.makeGithubToken(37), `t=${make.makeGithubToken(37)}`, {
      layer: 5,
      hiddenByLayer: 9,
    }),
  );
  put(
    5,
    plant('opt/old/deep/b.ini', make.makeSlackToken(38), `t=${make.makeSlackToken(38)}`, {
      layer: 5,
      hiddenByLayer: 9,
    }),
  );
  put(
    6,
    plant('opt/old/c.ini', make.makeStripeKey(39), `t=${make.makeStripeKey(39)}`, {
      layer: 6,
      hiddenByLayer: 9,
    }),
  );
  put(9, dir('opt/old'), opaque('opt/old'), file('opt/old/new.txt', 'nothing'));
  put(
    6,
    plant('opt/gone/d.ini', make.makeNpmToken(40), `t=${make.makeNpmToken(40)}`, {
      layer: 6,
      hiddenByLayer: 9,
    }),
  );
  put(9, file('opt/gone', 'a file now'));

  // Across the edges of the pieces that readers work in: of the file, and of the tar.
  for (const [before, seed] of [
    [1, 41],
    [4, 42],
    [20, 43],
    [39, 44],
  ] as const)
    put(
      7,
      plant(
        `srv/big/${before}.txt`,
        make.makeGithubToken(seed),
        acrossEdge(make.makeGithubToken(seed), before),
        { layer: 7 },
      ),
    );
  put(8, ...makeTarEdge());

  // In archives.
  const inner = streamedZip([
    { name: 'app/application.properties', content: `github.token=${make.makeGithubToken(46)}\n` },
  ]);
  const jar = streamedZip([
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n' },
    { name: 'BOOT-INF/lib/inner.zip', content: inner, isStored: true },
    { name: 'BOOT-INF/classes/keys.txt', content: `${PADDING}${make.makeStripeKey(47)}\n` },
  ]);
  put(
    9,
    plant('srv/app/app.jar', make.makeGithubToken(46), jar, {
      layer: 9,
      member: 'BOOT-INF/lib/inner.zip!/app/application.properties',
    }),
  );
  note(make.makeStripeKey(47), { path: 'srv/app/app.jar', layer: 9, member: 'BOOT-INF/classes/keys.txt' });
  const tar = layer([
    file('home/me/.netrc', `machine a.example.org login b password ${make.makePassword(48)}\n`),
  ]);
  put(
    9,
    plant('srv/backup.tar.gz', make.makePassword(48), gzipSync(tar), { layer: 9, member: 'home/me/.netrc' }),
  );
  put(
    9,
    plant(
      'srv/dump.sql.gz',
      make.makeSlackToken(49),
      gzipSync(`insert into t values ('${make.makeSlackToken(49)}');`),
      { layer: 9, member: 'dump.sql' },
    ),
  );
  const gone = streamedZip([{ name: 'a.txt', content: make.makeNpmToken(50) }]);
  put(9, plant('srv/old.zip', make.makeNpmToken(50), gone, { layer: 9, hiddenByLayer: 10, member: 'a.txt' }));
  put(10, whiteout('srv/old.zip'));

  // In other forms of text.
  put(
    10,
    plant(
      'srv/win/settings.ini',
      make.makeGithubToken(51),
      utf16(`[a]\r\ntoken=${make.makeGithubToken(51)}\r\n`),
      { layer: 10 },
    ),
  );
  put(
    10,
    plant(
      'srv/win/big.reg',
      make.makeSlackToken(52),
      utf16BigEndian(`"Token"="${make.makeSlackToken(52)}"\r\n`),
      { layer: 10 },
    ),
  );
  put(
    10,
    plant('srv/win/.env', make.makePassword(53), `PORT=80\r\nDB_PASSWORD=${make.makePassword(53)}\r\n`, {
      layer: 10,
    }),
  );
  put(
    10,
    plant('srv/win/my.ini', make.makeStripeKey(54), `a=b\r\nkey=${make.makeStripeKey(54)}\r\n`, {
      layer: 10,
    }),
  );
  const manifest = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  password: ${toBase64(make.makePassword(55))}\n`;
  note(toBase64(make.makePassword(55)), { path: 'srv/k8s/secret.yaml', layer: 11 });
  put(11, file('srv/k8s/secret.yaml', manifest));

  return layers.map((items) => layer(items));
}

/** A token whose first half ends where the tar's fifth piece of 64 KiB does. */
function makeTarEdge(): TarItem[] {
  const edge = 5 * CHUNK_BYTES;
  const value = make.makeGitlabToken(45);
  // Two headers of 512 bytes stand before the token: the filler's and its own file's.
  return [
    fillerUpTo('srv/filler.txt', edge - 1024, 0),
    plant('srv/edge.txt', value, `${'.'.repeat(501)} ${value}\n`, { layer: 8 }),
  ];
}

function awsFile(seed: number): (secret: string) => string {
  return (secret) =>
    `[default]\naws_access_key_id = ${make.makeAmazonId(seed)}\naws_secret_access_key = ${secret}\n`;
}

function dockerConfig(auth: string): string {
  return JSON.stringify({ auths: { 'registry.internal.org': { auth } } });
}

function makeDjangoKey(seed: number): string {
  return makeText(`${ALPHABET.lowerDigits}!@#$%^&*(-_=+)`, 50, seed);
}

function makeRailsKey(seed: number): string {
  return makeText(ALPHABET.hex, 32, seed);
}

function makeShadowHash(seed: number): string {
  return `$6$${makeText(ALPHABET.alphanumeric, 16, seed)}$${makeText(ALPHABET.alphanumeric, 86, seed)}`;
}

/** The instruction of layer `index`, as its history has it. */
export function instructionOf(index: number): string {
  return index === 6 ? historyWithArgument() : `RUN /bin/sh -c step ${index} # buildkit`;
}

function historyWithArgument(): string {
  return `|1 NPM_TOKEN=${make.makeNpmToken(57)} /bin/sh -c npm ci`;
}

/** Writes the image into the new folder and gives what is planted in it. */
export async function makePlantedImage(folder: string): Promise<readonly PlantedSecret[]> {
  SECRETS.length = 0;
  const layers = makeLayers();
  note(make.makeGithubToken(56), { place: 'Env' });
  note(make.makePassword(58), { place: 'Env' });
  note(make.makeNpmToken(57), { place: 'history', layer: 6 });
  note(make.makeGitlabToken(59), { place: 'history' });
  note(make.makeSlackToken(60), { place: 'Labels' });
  note(make.makeStripeKey(61), { place: 'Cmd' });
  await makeLayout(
    folder,
    [
      ...layers.map((tar, index) => ({ tar, createdBy: instructionOf(index) })),
      { createdBy: `ENV GITLAB=${make.makeGitlabToken(59)}` },
    ],
    {
      run: {
        Env: [
          'PATH=/usr/bin',
          `GITHUB_TOKEN=${make.makeGithubToken(56)}`,
          `DB_PASSWORD=${make.makePassword(58)}`,
        ],
        Labels: { maintainer: 'me', 'org.example.hook': make.makeSlackToken(60) },
        Cmd: ['/srv/app/run', '--stripe-key', make.makeStripeKey(61)],
      },
    },
  );
  return [...SECRETS];
}
