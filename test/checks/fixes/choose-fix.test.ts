// Fixes fit how the files came, for every rule: nobody can give a COPY a cache mount.
import { describe, expect, it } from 'vitest';
import { chooseFix } from '../../../src/checks/fixes/choose-fix.ts';
import { keepOut } from '../../../src/checks/fixes/copied.ts';
import { PATH_RULES } from '../../../src/checks/path-rules.ts';
import type { FixContext } from '../../../src/checks/rule.ts';

const copied = (paths: readonly string[], instruction = 'COPY . /srv'): FixContext => ({
  instruction,
  folder: paths[0]?.split('/').slice(0, -1).join('/') ?? '',
  paths,
  neededPaths: [],
});

describe('what a COPY brought', () => {
  it.each(PATH_RULES.map((rule) => [rule.id, rule] as const))(
    '%s: no option of RUN is advised for it',
    (id, rule) => {
      // Root file systems are copied from where apt was called.
      if (id === 'apt-cache') return;
      for (const instruction of ['COPY . /srv', 'COPY /opt/app /opt/app', 'ADD app.tar /srv'])
        for (const folder of ['srv', 'root/.cache/pip', 'srv/node_modules/.cache', 'root/.npm/_cacache']) {
          const fix = chooseFix(rule, { instruction, folder, paths: [`${folder}/a`], neededPaths: [] });
          expect(fix).not.toMatch(/that RUN|type=cache|type=tmpfs|undefined/);
          expect(fix).toMatch(/^[A-Z].{20,}\.$/);
        }
    },
  );

  it.each<readonly [string, string, string]>([
    ['npm-cache', 'srv/.npm/_cacache/a', '`**/.npm`'],
    ['pip-cache', 'srv/.cache/pip/http-v2/a', '`**/.cache/pip`'],
    ['build-tree', 'srv/target/release/deps/a.o', '`**/target/release/deps`'],
    ['build-tree', 'srv/target/x86_64-unknown-linux-musl/release/deps/a.o', '`**/target/*/release/deps`'],
    ['web-build-cache', 'srv/.next/cache/webpack/a', '`**/.next/cache/webpack`'],
    ['developer-tool-cache', 'srv/htmlcov/index.html', '`**/htmlcov`'],
    ['editor-leftovers', 'srv/.idea/workspace.xml', '`**/.idea`'],
    ['editor-leftovers', 'srv/a.py.orig', '`**/*.orig`'],
    ['desktop-leftovers', 'srv/Thumbs.db', '`**/Thumbs.db`'],
    ['shell-history', 'root/.zhistory', '`**/.zhistory`'],
    ['core-dump', 'srv/core.1234', '`**/core.1234`'],
    ['log-files', 'srv/build.log', '`**/*.log`'],
    ['bytecode-cache', 'srv/__pycache__/a.cpython-312.pyc', '`**/__pycache__`'],
  ])('%s: /%s is kept out by %s', (id, path, pattern) => {
    const rule = PATH_RULES.find((some) => some.id === id)!;
    expect(chooseFix(rule, copied([path]))).toBe(
      `Add ${pattern} to .dockerignore; if the files come from another stage, delete them there.`,
    );
  });

  it('from the root of another stage is deleted there', () => {
    const patterns = ['**/__pycache__/'];
    const paths = ['opt/venv/__pycache__/a.pyc'];
    for (const instruction of ['COPY /opt/venv /opt/venv', 'COPY --chown=1 --from=build venv /opt/venv'])
      expect(keepOut(copied(paths, instruction), patterns)).toMatch(
        /^Delete them in the stage that the COPY takes them from; .*`\*\*\/__pycache__` to \.dockerignore\.$/,
      );
  });

  it('names a few patterns, each once, and never a hostile name', () => {
    const patterns = ['**/*.a', '**/b/', 'c', '**/d/', '**/e/', 'f'];
    const paths = ['x/1.a', 'x/2.a', 'x/b/1', 'c', 'd/1', 'e/1', 'f'];
    expect(keepOut(copied(paths), patterns)).toMatch(
      /^Add `\*\*\/\*\.a`, `\*\*\/b`, `\*\*\/c`, `\*\*\/d`, `\*\*\/e` to /,
    );
    expect(keepOut(copied(['srv/`; reboot']), ['**/*'])).toMatch(/^Add `\*\*\/FILE` to /);
  });
});
