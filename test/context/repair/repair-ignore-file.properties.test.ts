// What a proof promises, asked of the folder once more after the file was written, for random trees, Dockerfiles and ignore files.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/context/engines/engine-rules.ts';
import { listContext } from '../../../src/context/list-context.ts';
import type { RepairMode } from '../../../src/context/repair/plan-lines.ts';
import { PlimsollError } from '../../../src/errors.ts';
import { makeTree, type Tree } from '../../support/context-trees.ts';
import { fixFolder, repairFolder } from './repair-folder.ts';

const NAMES = [
  'src',
  'app',
  'a+b',
  '[id]',
  'node_modules',
  '.git',
  'target',
  'dist',
  '.env',
  '.env.example',
  'x.log',
  'id_rsa',
  '__pycache__',
  'package.json',
  'Cargo.toml',
  'main.js',
  'keep',
  'c++',
  ' lead',
  '.DS_Store',
  'vendor',
  '!no',
  '#no',
] as const;
const name = fc.constantFrom(...NAMES);
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));

const tree = fc
  .array(path, { minLength: 1, maxLength: 14 })
  .map((paths) => paths.reduce<Tree>((made, each) => plant(made, each.split('/')), {}));

function plant(made: Tree, [first, ...rest]: readonly string[]): Tree {
  const old = made[first!];
  if (rest.length === 0) return old === undefined ? { ...made, [first!]: 'x' } : made;
  const inner = old === undefined || typeof old === 'string' ? {} : old;
  return { ...made, [first!]: plant(inner, rest) };
}

const ignoreLine = fc.oneof(
  path,
  path.map((each) => `!${each}`),
  name.map((each) => `**/${each}`),
  name.map((each) => `!**/${each}`),
  fc.constantFrom('*', '**', '*.log', '# a comment', '', '/', 'src/*', '!src/*', './app/', 'src', 'src'),
);
const ignoreFile = fc.option(
  fc.array(ignoreLine, { maxLength: 6 }).map((lines) => lines.map((line) => `${line}\n`).join('')),
  { nil: undefined },
);

/** JSON form takes every name. */
const source = fc.oneof(
  path,
  fc.constantFrom('.', '*', 'src/*', 'package*.json', '*.log', 'src', 'node_modules'),
);
const instruction = fc.oneof(
  source.map((each) => `COPY ${JSON.stringify([each, '/to/'])}`),
  fc.constantFrom(
    'RUN npm ci',
    'RUN cargo build',
    'RUN git describe',
    'RUN true',
    'FROM scratch',
    'FROM scratch AS one',
  ),
);
const dockerfile = fc
  .array(instruction, { minLength: 1, maxLength: 5 })
  .map((lines) => ['FROM scratch', ...lines].join('\n'));

const ENGINES: readonly Engine[] = ['buildkit', 'classic', 'podman'];

function sentBy(folder: string, engine: Engine): ReadonlySet<string> | undefined {
  try {
    const { entries, emptiedPaths } = listContext({
      folder,
      dockerfilePath: join(folder, 'Dockerfile'),
      engine,
      sources: 'everything',
    });
    const emptied = new Set(emptiedPaths);
    return new Set(
      entries.filter(({ kind, path: at }) => kind === 'file' && !emptied.has(at)).map((entry) => entry.path),
    );
  } catch (error) {
    if (error instanceof PlimsollError) return undefined;
    throw error;
  }
}

/** Sources of COPY without wildcards, as they are written. */
function namedPaths(text: string): readonly string[] {
  return [...text.matchAll(/^COPY (\[.*\])$/gm)]
    .map(([, json]) => (JSON.parse(json!) as string[])[0]!)
    .filter((each) => each !== '.' && !/[*?[\\]/.test(each));
}

interface Outcome {
  readonly isProven: boolean;
  readonly isChanged: boolean;
}

function checkOne(made: Tree, text: string, ignored: string | undefined, mode: RepairMode): Outcome {
  const { Dockerfile: _, '.dockerignore': __, ...rest } = made;
  const folder = makeTree({
    ...rest,
    Dockerfile: text,
    ...(ignored === undefined ? {} : { '.dockerignore': ignored }),
  });
  try {
    const before = ENGINES.map((engine) => sentBy(folder, engine));
    let changes: readonly string[];
    try {
      const repair = repairFolder(folder, { mode });
      changes = repair.proof.imageChanges.map(({ path: at }) => at);
      fixFolder(folder, { mode });
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      expect([
        'REPAIR_UNPROVEN',
        'IGNORE_FILE_INVALID',
        'DOCKERFILE_INVALID',
        'CONTEXT_UNREADABLE',
      ]).toContain(error.code);
      return { isProven: error.code !== 'REPAIR_UNPROVEN', isChanged: false };
    }
    const named = namedPaths(text);
    const sweeps = /COPY \["(?:\.|\*)"/.test(text);
    const isWhole = sweeps && text.lastIndexOf('FROM') === 0;
    for (const [i, engine] of ENGINES.entries()) {
      const [was, now] = [before[i], sentBy(folder, engine)];
      if (was === undefined) continue;
      expect(now).toBeDefined();
      // BuildKit sends what is used only, and nothing is asked here of what it does not send.
      if (engine !== 'buildkit' || isWhole)
        expect([...now!].filter((at) => !was.has(at) && at !== '.dockerignore')).toEqual([]);
      for (const at of was) {
        if (now!.has(at)) continue;
        expect(named, `${engine} ${at}`).not.toContain(at);
        const isListed = changes.some((change) => at === change || at.startsWith(`${change}/`));
        if (!isListed) expect(sweeps, `${engine} ${at}`).toBe(false);
        // A folder that is named as a dependency or an output keeps all that is in it.
        for (const each of named.filter((one) => at.startsWith(`${one}/`)))
          expect(each, `${engine} ${at}`).not.toMatch(/(?:^|\/)(?:node_modules|\.git|__pycache__)$/);
      }
    }
    expect(repairFolder(folder, { mode }).isChanged).toBe(false);
    return { isProven: true, isChanged: true };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each<RepairMode>(['minimal', 'allowlist'])('a %s repair', (mode) => {
  test('loses nothing named and nothing unlisted, sends nothing more, and has nothing left to do', () => {
    let [proven, all] = [0, 0];
    fc.assert(
      fc.property(tree, dockerfile, ignoreFile, (made, text, ignored) => {
        const { isProven } = checkOne(made, text, ignored, mode);
        all++;
        if (isProven) proven++;
      }),
      { numRuns: Number(process.env['REPAIR_RUNS'] ?? 80) },
    );
    if (process.env['REPAIR_RUNS'] !== undefined) console.log(`${mode}: ${proven} of ${all} proven`);
    // A proof may fail where builders read the file in ways too different; that must stay rare.
    expect(proven / all).toBeGreaterThan(0.9);
  }, 3_600_000);
});
