import { describe, expect, it } from 'vitest';
import { testSuite } from '../../src/checks/test-suite.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('test-suite', () => {
  it('finds test suites, as advice', async () => {
    await expectFound(
      testSuite,
      [
        'usr/lib/python3.12/test/test_os.py',
        'usr/local/lib/python3.12/test/regrtest.py',
        'opt/conda/lib/python3.12/test/test_os.py',
        'usr/local/lib/python3.12/site-packages/pandas/tests/test_a.py',
        'usr/local/lib/python3.12/site-packages/scipy/stats/tests/test_a.py',
        'usr/lib/python3/dist-packages/numpy/tests/test_a.py',
        'usr/lib/python3/dist-packages/numpy/core/tests/test_a.py',
        'srv/app/node_modules/qs/test/parse.js',
        'srv/app/node_modules/a/tests/a.js',
        'srv/app/node_modules/a/__tests__/a.js',
        'srv/app/node_modules/@a/b/__tests__/a.js',
      ],
      ['srv/app/tests/test_a.py', 'usr/local/lib/python3.12/site-packages/django/test/client.py'],
    );
    expect(testSuite.tier).toBe('advice');
  });

  it('leaves alone packages that are called so', async () => {
    await expectLeft(testSuite, [
      'srv/app/node_modules/@playwright/test/package.json',
      'srv/app/node_modules/@playwright/test/index.js',
    ]);
  });

  it("leaves alone what other packages import from Python's own", async () => {
    await expectLeft(testSuite, ['usr/lib/python3.12/test/support/__init__.py']);
  });
});
