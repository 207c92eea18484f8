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

  it('tells the option of pip', () => {
    expect(fixOf(bytecodeCache, 'usr', 'RUN pip install -r requirements.txt')).toContain('--no-compile');
    expect(fixOf(bytecodeCache, 'usr', 'RUN python a.py')).toContain('PYTHONDONTWRITEBYTECODE=1');
  });
});
