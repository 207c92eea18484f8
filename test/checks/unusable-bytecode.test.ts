import { describe, it } from 'vitest';
import { unusableBytecode } from '../../src/checks/unusable-bytecode.ts';
import { expectFound, expectLeft, pyc } from '../support/judge-files.ts';
import { file, symlink } from '../support/layers.ts';

describe('unusable-bytecode', () => {
  const TIME = 1_700_000_000;
  const source = (path: string) => file(path, 'x'.repeat(10), { mtimeSeconds: TIME });
  const fits = { mtimeSeconds: TIME, sizeBytes: 10 };
  const python = 'usr/bin/python3.12';

  it('finds files without a source', async () => {
    await expectFound(unusableBytecode, [pyc('srv/__pycache__/gone.cpython-312.pyc', fits)], [python]);
    await expectFound(unusableBytecode, [pyc('srv/__pycache__/gone.cpython-312.opt-1.pyc', fits)], [python]);
  });

  it('finds files whose source has another time or size', async () => {
    await expectFound(
      unusableBytecode,
      [
        pyc('srv/__pycache__/a.cpython-312.pyc', { mtimeSeconds: TIME - 1, sizeBytes: 10 }),
        pyc('srv/__pycache__/b.cpython-312.pyc', { mtimeSeconds: TIME, sizeBytes: 11 }),
      ],
      [source('srv/a.py'), source('srv/b.py'), python],
    );
  });

  it('leaves alone files that fit their source, fractions of its time aside', async () => {
    await expectLeft(unusableBytecode, [
      pyc('srv/__pycache__/a.cpython-312.pyc', fits),
      pyc('srv/__pycache__/b.cpython-312.opt-2.pyc', fits),
      source('srv/a.py'),
      file('srv/b.py', 'x'.repeat(10), { mtimeSeconds: TIME + 0.75 }),
      python,
    ]);
  });

  it('leaves alone files that are checked by a hash', async () => {
    await expectLeft(unusableBytecode, [
      pyc('srv/__pycache__/a.cpython-312.pyc', { mtimeSeconds: 1, sizeBytes: 2, flags: 1 }),
      pyc('srv/__pycache__/b.cpython-312.pyc', { mtimeSeconds: 1, sizeBytes: 2, flags: 3 }),
      source('srv/a.py'),
      source('srv/b.py'),
      python,
    ]);
  });

  it('finds files of a Python that is not there', async () => {
    const old = pyc('srv/__pycache__/a.cpython-39.pyc', fits);
    await expectFound(unusableBytecode, [old], [source('srv/a.py'), python]);
    await expectFound(unusableBytecode, [old], [source('srv/a.py'), python, 'usr/lib/python3.9/left.txt']);
    const other = pyc('usr/lib/python3.12/site-packages/__pycache__/a.cpython-39.pyc', fits);
    await expectFound(unusableBytecode, [other], [source('usr/lib/python3.12/site-packages/a.py')]);
  });

  it('looks for Pythons where they use to be', async () => {
    const files = [pyc('srv/__pycache__/a.cpython-39.pyc', fits), source('srv/a.py'), python];
    for (const place of [
      'usr/lib/x86_64-linux-gnu/libpython3.9.so.1.0',
      'opt/conda/envs/app/bin/python3.9',
      'root/.pyenv/versions/3.9.1/bin/python3.9',
      'root/.local/share/uv/python/cpython-3.9.1-linux-x86_64-gnu/bin/python3.9',
    ])
      await expectLeft(unusableBytecode, [...files, place]);
    await expectLeft(unusableBytecode, [...files, 'custom/bin/python3.9'], {
      env: { PATH: '/custom/bin:/usr/bin' },
    });
    await expectLeft(unusableBytecode, [...files, symlink('srv/.venv/bin/python3.9', '/x')], {
      workingFolder: '/srv',
    });
    await expectLeft(unusableBytecode, [...files, 'srv/run/python3.9'], {
      command: ['/srv/run/python3.9', 'a.py'],
    });
    await expectLeft(unusableBytecode, files.slice(0, 2));
  });

  it('finds files beside their source, which Python 3 does not look at', async () => {
    await expectFound(unusableBytecode, [pyc('srv/a.pyc', fits)], [source('srv/a.py')]);
  });

  it('leaves alone files that stand for their source, and those of Python 2', async () => {
    await expectLeft(unusableBytecode, [
      pyc('srv/alone.pyc', fits),
      pyc('srv/two.pyc', { ...fits, magic: 62211 }),
      source('srv/two.py'),
    ]);
  });

  it('leaves alone what it cannot tell', async () => {
    await expectLeft(unusableBytecode, [
      pyc('srv/__pycache__/a.pypy39.pyc', fits),
      pyc('srv/__pycache__/b.cpython-312.pyc', fits),
      symlink('srv/b.py', '../elsewhere/b.py'),
      python,
    ]);
  });
});
