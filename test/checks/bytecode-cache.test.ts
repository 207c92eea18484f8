import { describe, expect, it } from 'vitest';
import { bytecodeCache } from '../../src/checks/bytecode-cache.ts';
import { expectFound, fixOf } from '../support/judge-files.ts';

describe('bytecode-cache', () => {
  it('finds compiled files, as advice', async () => {
    await expectFound(
      bytecodeCache,
      ['usr/lib/python3/dist-packages/a/__pycache__/a.cpython-311.pyc'],
      ['srv/alone.pyc', 'srv/a.py'],
    );
    expect(bytecodeCache.tier).toBe('advice');
  });

  it('fits what compiled them', () => {
    const app = ['srv/app/__pycache__/a.cpython-312.pyc'];
    const pip = 'RUN pip install --no-cache-dir -r requirements.txt';
    expect(fixOf(bytecodeCache, 'srv', pip, app)).toContain('pip install --no-compile');
    expect(fixOf(bytecodeCache, 'srv', 'RUN python a.py', app)).toMatch(/^Set PYTHONDONTWRITEBYTECODE=1/);
    const packaged = ['usr/lib/python3.11/__pycache__/os.cpython-311.pyc'];
    expect(fixOf(bytecodeCache, 'usr', 'RUN apt-get install -y python3-pip', packaged)).toContain(
      '-name __pycache__',
    );
    expect(fixOf(bytecodeCache, 'srv', 'RUN apt-get install python3-pip', app)).not.toContain('--no-compile');
    expect(fixOf(bytecodeCache, 'srv', 'COPY . /srv', app)).toContain('`**/__pycache__` to .dockerignore');
  });
});
