import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeIgnoreFile } from '../../../src/context/repair/write-ignore-file.ts';
import { makeTree, type Tree } from '../../support/context-trees.ts';
import { fixFolder, repairedLines, repairFolder } from './repair-folder.ts';

const NODE = 'FROM node\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n';
const project = (more: Tree = {}): Tree => ({
  Dockerfile: NODE,
  'package.json': '{}',
  src: { 'index.js': 'x' },
  node_modules: { dep: { 'index.js': 'yyyy' } },
  '.git': { HEAD: 'ref' },
  ...more,
});
const changed = (folder: string): readonly string[] =>
  repairFolder(folder).proof.imageChanges.map(({ path, kind }) => `${kind} ${path}`);
const kept = (folder: string): readonly string[] =>
  repairFolder(folder).kept.map(({ candidate, reason }) => `${reason} ${candidate.path}`);

describe('a repair', () => {
  test('writes a line for each thing that the build does without, and says what images lose', () => {
    const folder = makeTree(project({ '.env': 'A=1', '.env.example': 'A=', 'a.log': '1' }));
    const repair = repairFolder(folder);
    expect(repairedLines(folder)).toEqual([
      '.dockerignore',
      '.git',
      '**/node_modules',
      '**/*.log',
      '**/.env',
    ]);
    expect(changed(folder).toSorted()).toEqual([
      'dependencies node_modules',
      'log a.log',
      'secret .env',
      'version-control .git',
    ]);
    const [buildkit] = repair.proof.pairs;
    expect(buildkit).toMatchObject({ engine: 'buildkit', before: { files: 8 }, after: { files: 4 } });
    expect(repair.proof.pairs.map(({ engine }) => engine)).toEqual(['buildkit', 'classic', 'podman']);
  });

  test('done twice changes nothing, in both modes', () => {
    for (const mode of ['minimal', 'allowlist'] as const) {
      const folder = makeTree(project({ '.env': 'A=1' }));
      const lines = fixFolder(folder, { mode });
      expect(lines.length).toBeGreaterThan(2);
      expect(repairFolder(folder, { mode }).isChanged).toBe(false);
      expect(repairFolder(folder).isChanged).toBe(false);
    }
  });

  test('of a folder with nothing to ignore writes no file', () => {
    const folder = makeTree({ Dockerfile: NODE, 'package.json': '{}', 'a.js': '' });
    expect(repairFolder(folder)).toMatchObject({ isChanged: false, added: [], file: { bytes: undefined } });
  });

  test('keeps what an instruction names, whatever it is', () => {
    const folder = makeTree(
      project({
        Dockerfile: 'FROM node\nCOPY node_modules /m\nCOPY .env id_rsa /\nCOPY .git/HEAD /v\nCOPY src /src\n',
        '.env': 'A=1',
        id_rsa: 'k',
        '.git': { HEAD: 'ref', config: '' },
      }),
    );
    expect(repairedLines(folder)).toEqual(['.git', '!.git/HEAD']);
    expect(kept(folder)).toEqual(['named .env', 'named id_rsa', 'named node_modules']);
  });

  test('keeps what nothing in the stage makes', () => {
    const folder = makeTree(project({ Dockerfile: 'FROM node\nCOPY . .\nRUN npm install -g pm2\n' }));
    expect(kept(folder)).toEqual(['not-made node_modules']);
    expect(repairedLines(folder)).toEqual(['.dockerignore', '.git']);
  });

  test('knows what a stage below or above makes, or brings from another', () => {
    for (const text of [
      'FROM node AS base\nCOPY . .\nFROM base AS dev\nRUN npm i\n',
      'FROM node AS deps\nCOPY package.json .\nRUN npm ci\nFROM deps\nCOPY . .\n',
      'FROM node AS deps\nCOPY package.json .\nRUN npm ci\nFROM node\nCOPY --from=deps /node_modules ./node_modules\nCOPY . .\n',
      'FROM node\nCOPY . .\nRUN ["npm", "ci", "--omit=dev"]\n',
      'FROM node\nCOPY . .\nRUN <<EOF\nset -e\nnpm ci\nEOF\n',
    ])
      expect(repairedLines(makeTree(project({ Dockerfile: text })))).toContain('**/node_modules');
  });

  test('keeps .git where a command reads it', () => {
    const folder = makeTree(project({ Dockerfile: `${NODE}RUN git describe --tags > /version\n` }));
    expect(kept(folder)).toEqual(['read .git']);
    expect(repairedLines(folder)).toEqual(['.dockerignore', '**/node_modules']);
  });

  test('a name is never ignored for all folders where one of them is used', () => {
    const folder = makeTree({
      Dockerfile: 'FROM x\nCOPY . .\nRUN npm ci\nCOPY keep/node_modules /k\n',
      node_modules: { a: '1' },
      app: { node_modules: { a: '1' } },
      keep: { node_modules: { a: '1' } },
    });
    expect(repairedLines(folder)).toEqual(['.dockerignore', 'app/node_modules', 'node_modules']);
  });

  test('what is named within a folder comes back by an exception without wildcards', () => {
    const folder = makeTree({
      Dockerfile: 'FROM rust\nCOPY . .\nRUN cargo build\nCOPY target/release/app /app\n',
      'Cargo.toml': '',
      target: { release: { app: 'bin', deps: { x: '' } }, debug: { app: '' } },
    });
    expect(repairedLines(folder)).toEqual(['.dockerignore', 'target', '!target/release/app']);
  });

  test('test fixtures are left alone', () => {
    const folder = makeTree(project({ test: { fixtures: { node_modules: { a: '' }, '.env': 'X=1' } } }));
    expect(repairedLines(folder)).toEqual(['.dockerignore', '.git', 'node_modules']);
  });

  test('private keys are told by what is in them', () => {
    const key = `-----BEGIN ${'EC '}PRIVATE KEY-----\n`;
    const folder = makeTree(project({ 'tls.pem': key, 'ca.pem': '-----BEGIN CERTIFICATE-----' }));
    expect(repairedLines(folder)).toContain('tls.pem');
    expect(repairedLines(folder)).not.toContain('**/*.pem');
  });
});

describe('the file', () => {
  test('keeps comments, lines, their ends, the mark, and loses only what is dead', () => {
    const folder = makeTree(
      project({
        '.dockerignore': '\uFEFF# ours\r\n\r\n*.tmp\r\ndocs\r\n*.tmp\r\ndocs/api\r\n/\r\nnothing-yet',
      }),
    );
    const { bytes, dead } = repairFolder(folder);
    expect(Buffer.from(bytes).toString()).toBe(
      '\uFEFF# ours\r\n\r\n*.tmp\r\ndocs\r\nnothing-yet\r\n.dockerignore\r\n.git\r\n**/node_modules\r\n',
    );
    expect(dead.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'repeated'],
      [6, 'covered'],
      [7, 'never-matches'],
    ]);
  });

  test('is the one that counts, with its mode, also through a link', () => {
    const folder = makeTree(project({ 'Dockerfile.dockerignore': '# own\n', '.dockerignore': '# other\n' }));
    chmodSync(join(folder, 'Dockerfile.dockerignore'), 0o640);
    fixFolder(folder);
    expect(statSync(join(folder, 'Dockerfile.dockerignore')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(folder, 'Dockerfile.dockerignore'), 'utf8')).toMatch(
      /^# own\nDockerfile.dockerignore\n/,
    );
    expect(readFileSync(join(folder, '.dockerignore'), 'utf8')).toBe('# other\n');
    const linked = makeTree(project({ ignored: '# linked\n' }));
    symlinkSync('ignored', join(linked, '.dockerignore'));
    fixFolder(linked);
    expect(lstatSync(join(linked, '.dockerignore')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(linked, 'ignored'), 'utf8')).toContain('**/node_modules');
  });

  test('is proven only for builders that read it', () => {
    const folder = makeTree(project({ 'Dockerfile.dockerignore': '' }));
    expect(repairFolder(folder).proof.pairs.map(({ engine }) => engine)).toEqual(['buildkit', 'podman']);
    const podman = makeTree(project({ '.containerignore': '' }));
    expect(repairFolder(podman, { engine: 'podman' }).file.path).toBe(join(podman, '.containerignore'));
  });

  test('is not written where it was changed meanwhile', () => {
    const folder = makeTree(project({ '.dockerignore': '# a\n' }));
    const repair = repairFolder(folder);
    writeFileSync(join(folder, '.dockerignore'), '# b\n');
    expect(() => writeIgnoreFile(repair)).toThrow(
      expect.objectContaining({ code: 'DESTINATION_UNWRITABLE' }),
    );
    expect(readFileSync(join(folder, '.dockerignore'), 'utf8')).toBe('# b\n');
  });

  test('other targets and other Dockerfiles of the folder are served too', () => {
    const folder = makeTree(
      project({ 'Dockerfile.debug': 'FROM x AS one\nCOPY node_modules /m\nFROM x AS two\n' }),
    );
    expect(kept(folder)).toEqual(['named node_modules']);
    const own = makeTree(
      project({ 'Dockerfile.debug': 'FROM x\nCOPY node_modules /m\n', 'Dockerfile.debug.dockerignore': '' }),
    );
    // The classic builder reads .dockerignore for that one, too.
    expect(kept(own)).toEqual(['named node_modules']);
  });
});

describe('the strict form', () => {
  test('lists what is used, also what is not there yet', () => {
    const folder = makeTree({
      Dockerfile: 'FROM x\nCOPY go.mod go.sum ./\nCOPY cmd cmd\nCOPY *.yaml /etc/\nCOPY dist/app /app\n',
      'go.mod': '',
      'go.sum': '',
      'a.yaml': '',
      cmd: { 'main.go': '' },
      docs: { big: 'x' },
    });
    expect(repairedLines(folder, { mode: 'allowlist' })).toEqual([
      '*',
      '!a.yaml',
      '!cmd',
      '!dist/app',
      '!go.mod',
      '!go.sum',
    ]);
  });

  test('of COPY . . lists what is at the root, and keeps the lines that ignore within', () => {
    const folder = makeTree(
      project({ '.dockerignore': 'src/private\n.git\n', src: { 'a.js': '', private: 'x', '.DS_Store': '' } }),
    );
    expect(repairedLines(folder, { mode: 'allowlist' })).toEqual([
      '*',
      '!Dockerfile',
      '!package.json',
      '!src',
      'src/private',
      '**/.DS_Store',
    ]);
  });
});

describe('what no instruction uses', () => {
  test('gets a line where it is large, because some builders send it', () => {
    const folder = makeTree({
      Dockerfile: 'FROM x\nCOPY src /src\n',
      src: { a: '' },
      data: { 'raw.bin': 'x'.repeat(2_000_000) },
      docs: { a: '' },
    });
    expect(repairedLines(folder)).toEqual(['data']);
    expect(changed(folder)).toEqual([]);
    const [buildkit, classic] = repairFolder(folder).proof.pairs;
    expect(buildkit!.before).toEqual(buildkit!.after);
    expect(classic!.before.bytes - classic!.after.bytes).toBe(2_000_000);
  });
});

describe('a variable without value', () => {
  test('may be anything: all that it could name stays', () => {
    const folder = makeTree(
      project({ Dockerfile: 'FROM x\nARG DIR\nCOPY $DIR/a /a\nCOPY src /src\nRUN npm ci\n' }),
    );
    expect(repairFolder(folder).isChanged).toBe(false);
  });
});
