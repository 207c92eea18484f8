// The list of path rules as a whole: its order, its words, what its patterns cost.
import { describe, expect, it } from 'vitest';
import { PATH_RULES } from '../../src/checks/path-rules.ts';
import { RULES } from '../../src/checks/rules.ts';
import { HEADS, judgeFiles, type TestFile } from '../support/judge-files.ts';
import { file, link } from '../support/layers.ts';

async function firstRule(item: TestFile, others: readonly TestFile[] = []): Promise<string | undefined> {
  const findings = await judgeFiles(RULES, [item, ...others]);
  return findings[0]?.rule;
}

describe('path rules', () => {
  it('ask for ballast before advice', () => {
    const tiers = PATH_RULES.map((rule) => rule.tier);
    expect(tiers.lastIndexOf('ballast')).toBeLessThan(tiers.indexOf('advice'));
    for (const rule of PATH_RULES)
      expect(rule.severity, rule.id).toBe(rule.tier === 'advice' ? 'advice' : 'warning');
  });

  it.each<readonly [string, string | TestFile, string]>([
    ['a package in the cache of apt', file('var/cache/apt/archives/a.deb', HEADS.deb), 'apt-cache'],
    ['a wheel in the cache of pip', file('root/.cache/pip/wheels/a.whl', HEADS.zip), 'pip-cache'],
    ['a clone in the cache of Cargo', 'root/.cargo/git/db/a/.git/HEAD', 'cargo-cache'],
    ['a package in a temporary folder', file('tmp/a.deb', HEADS.deb), 'downloaded-package'],
    ['a checkout in a temporary folder', 'tmp/a/.git/HEAD', 'vcs-folder'],
    ['a log in a temporary folder', 'tmp/a.log', 'temporary-files'],
    ['a login record of zeros', file('var/log/lastlog', HEADS.zeros), 'zero-filled-file'],
    ['a crash report of the JVM', 'srv/hs_err_pid1.log', 'heap-dump'],
    ['a compiled test', 'usr/lib/python3/dist-packages/a/tests/__pycache__/a.pyc', 'test-suite'],
    ['a model in the cache of a user', 'root/.cache/torch/hub/checkpoints/a.pth', 'model-cache'],
  ])('file %s under the tool or kind that knows it best', async (_what, item, rule) => {
    expect(await firstRule(item)).toBe(rule);
  });

  it('keep a file of which one name is needed', async () => {
    const cached = file('root/.cache/uv/archive-v0/a/a.py', 'code');
    expect(await firstRule(cached)).toBe('uv-cache');
    expect(await firstRule(cached, [link('srv/a.py', 'root/.cache/uv/archive-v0/a/a.py')])).toBeUndefined();
  });

  it('have few patterns that are compared with every name', () => {
    const costly = PATH_RULES.flatMap(({ patterns, contentTypes }) =>
      patterns.filter((pattern) => {
        const first = /^\*\*\/([^/]+)/.exec(pattern)?.[1];
        if (first?.includes('*') !== true || /^\*\.[^*.]+$/.test(first)) return false;
        return first !== '*' || contentTypes === undefined;
      }),
    );
    expect(costly.length).toBeLessThan(6);
  });

  it('say what to do in a sentence or two, whatever made the files', () => {
    const instructions = [null, 'COPY . /srv', 'RUN apt-get install -y curl', 'RUN make'];
    for (const rule of PATH_RULES)
      for (const instruction of instructions)
        for (const folder of ['', 'srv/app']) {
          const fix =
            typeof rule.fix === 'string'
              ? rule.fix
              : rule.fix({ instruction, folder, paths: [], neededPaths: [] });
          expect(fix, rule.id).toMatch(/^[A-Z].{20,}\.$/);
          expect(fix, rule.id).not.toMatch(/undefined|target=\/[`,]/);
          expect(fix.split('`').length % 2, rule.id).toBe(1);
        }
  });

  it('are worded to follow an amount', () => {
    for (const { id, what, title } of PATH_RULES) {
      expect(what, id).toMatch(/^[a-z.][^.]*[^.]$/);
      expect(title, id).toMatch(/^[A-Z].*[^.]$/);
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    }
  });
});
