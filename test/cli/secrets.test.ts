// Secrets planted in an image of twelve steps: the built program finds each where it is, says the same again from its cache,
// and none of their values is in anything that it prints or keeps.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder, packTar, toMembers } from '../support/image-files.ts';
import { file, layer, link, makeLayout, opaque, whiteout } from '../support/layers.ts';
import { makeToken } from '../support/made-secrets.ts';
import { type ProgramRun, runProgram } from './run-program.ts';

const NAMES = [
  'visible',
  'deleted',
  'rotated-old',
  'rotated-new',
  'opaque',
  'edge',
  'env',
  'label',
  'history',
  'copied',
  'linked',
  'metadata',
  'comment',
  'url',
] as const;
const TOKENS = Object.fromEntries(NAMES.map((name) => [name, makeToken(name)])) as Record<
  (typeof NAMES)[number],
  string
>;
const PASSWORD = ['Tr0ub4dor', '9', 'kx'].join('-');
const SECRETS = [...Object.values(TOKENS), PASSWORD];

const edge = Buffer.alloc(200_000, 'text \n');
edge.write(` ${TOKENS.edge} `, 64 * 1024 - 10);

const STEPS = [
  { tar: layer([file('etc/os-release', 'ID=test\n')]), createdBy: 'ADD rootfs.tar.xz / # buildkit' },
  { createdBy: `ARG NPM_TOKEN=${PASSWORD}` },
  {
    tar: layer([
      file('app/.env', `A=${TOKENS.visible}\n`),
      file('app/deploy.key', `key: ${TOKENS.deleted}\n`),
      file('app/rotated', `token ${TOKENS['rotated-old']}\n`),
      file('app/cache/index', `token ${TOKENS.opaque}\n`),
      file('app/copied', `token ${TOKENS.copied}\n`),
      file('app/copied-too', `token ${TOKENS.copied}\n`),
      file('app/linked', `token ${TOKENS.linked}\n`),
      link('app/link', 'app/linked'),
      file('app/edge.bin', edge),
    ]),
    createdBy: 'COPY . /app # buildkit',
  },
  {
    tar: layer([whiteout('app/deploy.key'), file('app/rotated', `token ${TOKENS['rotated-new']}\n`)]),
    createdBy: `RUN |1 NPM_TOKEN=${PASSWORD} /bin/sh -c curl -H ${TOKENS.history} https://x && rm /app/deploy.key # buildkit`,
  },
  {
    tar: layer([opaque('app/cache'), file('app/.env', `A=${TOKENS.visible}\n`, { uid: 10 })]),
    createdBy: 'RUN /bin/sh -c chown -R app /app # buildkit',
  },
  {
    tar: layer([
      file(
        'usr/lib/node_modules/x/package.json',
        `{"name":"x","version":"1.0.0","license":"${TOKENS.metadata}"}`,
      ),
      file('etc/apt/sources.list', `deb https://user:${TOKENS.url}@apt.test/debian stable main\n`),
    ]),
    createdBy: 'RUN /bin/sh -c npm ci # buildkit',
  },
];

const folder = makeTemporaryFolder();
const image = join(folder, 'image');
const cache = join(folder, 'cache');
const run = (...args: string[]): Promise<ProgramRun> => runProgram([...args, '--cache-dir', cache], {});

beforeAll(async () => {
  await makeLayout(image, STEPS as never, {
    run: {
      Env: ['PATH=/bin', `GH_TOKEN=${TOKENS.env}`, `DB_PASSWORD=${PASSWORD}`],
      Labels: { build: `by ${TOKENS.label}` },
    },
    config: { comment: `made with ${TOKENS.comment}` },
  });
});

interface ToldFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly state: string;
  readonly layer: number | null;
  readonly hiddenByLayer: number | null;
  readonly instruction: string | null;
  readonly paths: readonly string[];
  readonly place: string | null;
  readonly fix: string;
  readonly secret: {
    readonly count: number;
    readonly offsets: readonly { readonly offsetBytes: number }[];
    readonly layers: readonly number[];
    readonly hiddenByInstruction: string | null;
    readonly places: readonly { readonly place: string; readonly name: string | null }[];
  } | null;
}

async function allFindings(): Promise<readonly ToldFinding[]> {
  const { stdout } = await run('check', image, '--format', 'json');
  return (JSON.parse(stdout) as { findings: readonly ToldFinding[] }).findings;
}

async function findSecrets(): Promise<readonly ToldFinding[]> {
  return (await allFindings()).filter(({ rule }) => rule.startsWith('secret/'));
}

function filesIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((name) => statSync(name).isFile());
}

describe('planted secrets', () => {
  test('each is found once, with its state and the instructions that brought and hid it', async () => {
    const findings = await findSecrets();
    const about = (path: string): readonly ToldFinding[] =>
      findings.filter(({ paths }) => paths.includes(path));
    expect(about('app/.env')).toMatchObject([
      {
        rule: 'secret/github-classic-token',
        severity: 'error',
        state: 'visible',
        layer: 1,
        instruction: 'COPY . /app',
        secret: { count: 1, offsets: [{ offsetBytes: 2 }], layers: [1, 3] },
      },
    ]);
    expect(about('app/deploy.key')).toMatchObject([
      {
        state: 'hidden',
        layer: 1,
        hiddenByLayer: 2,
        secret: { hiddenByInstruction: expect.stringContaining('rm /app/deploy.key') },
      },
    ]);
    expect(about('app/rotated')).toMatchObject([
      { state: 'hidden', layer: 1, hiddenByLayer: 2 },
      { state: 'visible', layer: 2 },
    ]);
    expect(about('app/cache/index')).toMatchObject([{ state: 'hidden', hiddenByLayer: 3 }]);
    expect(about('app/copied')).toMatchObject([{ paths: ['app/copied', 'app/copied-too'] }]);
    expect(about('app/linked')).toMatchObject([{ state: 'visible', paths: ['app/linked'] }]);
    expect(about('app/edge.bin')).toMatchObject([{ secret: { offsets: [{ offsetBytes: 64 * 1024 - 9 }] } }]);
  });

  test('those of the config are told by their places', async () => {
    const places = (await findSecrets())
      .filter(({ place }) => place !== null)
      .map(({ rule, secret }) => [
        rule,
        secret!.places.map(({ place, name }) => `${place} ${name ?? ''}`.trim()),
      ]);
    expect(places).toContainEqual(['secret/github-classic-token', ['Env GH_TOKEN']]);
    expect(places).toContainEqual(['secret/github-classic-token', ['Labels build']]);
    expect(places).toContainEqual(['secret/github-classic-token', ['history']]);
    expect(places).toContainEqual(['secret/github-classic-token', ['comment']]);
    expect(places).toContainEqual([expect.any(String), ['Env DB_PASSWORD', 'history', 'history']]);
    expect(places).toHaveLength(5);
  });

  test('no value is in any output, in stderr or in the cache, and the second run says the same', async () => {
    const commands = [
      ['check', image],
      ['check', image, '--all'],
      ['check', image, '--format', 'json', '--all'],
      ['check', image, '--rules', 'files', '--format', 'json'],
      ['check', image, '--rules', 'packages'],
      ['image', image, '--all'],
      ['image', image, '--format', 'json'],
      ['image', image, '--format', 'cyclonedx'],
      ['image', image, '--format', 'spdx'],
      ['image', image, '--why', 'x'],
      ['diff', image, image],
      ['diff', image, image, '--format', 'json'],
      ['check', image, '--debug', '--base', 'oci:/nowhere'],
    ];
    for (const command of commands) {
      const first = await run(...command);
      expect(await run(...command)).toEqual(first);
      for (const secret of SECRETS)
        expect(first.stdout + first.stderr, command.join(' ')).not.toContain(secret);
    }
    expect(await run('check', image, '--verify')).toEqual(await run('check', image));
    const kept = filesIn(cache);
    expect(kept.length).toBeGreaterThan(5);
    for (const path of kept) for (const text of readings(readFileSync(path))) expectNone(text, path);
  }, 300_000);

  test('nor is any where the image is a compressed archive, whose small files are kept', async () => {
    const archive = join(folder, 'image.tar.gz');
    const tree = Object.fromEntries(
      filesIn(image).map((path) => [path.slice(image.length + 1), readFileSync(path)]),
    );
    const own = join(folder, 'other-cache');
    writeFileSync(archive, gzipSync(packTar(toMembers(tree))));
    const args = ['check', `oci-archive:${archive}`, '--format', 'json', '--cache-dir', own];
    const first = await runProgram(args);
    expect(JSON.parse(first.stdout).findings).toEqual((await allFindings()).map(() => expect.anything()));
    expect(await runProgram(args)).toEqual(first);
    for (const path of filesIn(own)) for (const text of readings(readFileSync(path))) expectNone(text, path);
  });
});

/** The bytes of a file of the cache as text, and what base64 and gzip in it hold. */
function readings(bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1');
  const inner = [...text.matchAll(/[A-Za-z0-9+/]{100,}={0,2}/g)].map(([base64]) =>
    Buffer.from(base64, 'base64').toString('latin1'),
  );
  try {
    return [text, ...inner, gunzipSync(bytes).toString('latin1')];
  } catch {
    return [text, ...inner];
  }
}

function expectNone(text: string, path: string): void {
  for (const secret of SECRETS) expect(text.includes(secret), path).toBe(false);
}
