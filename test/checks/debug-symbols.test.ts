import { describe, expect, it } from 'vitest';
import { debugSymbols } from '../../src/checks/debug-symbols.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('debug-symbols', () => {
  it('finds symbols in files of their own, as advice', async () => {
    await expectFound(
      debugSymbols,
      [
        'usr/lib/debug/.build-id/1a/2b.debug',
        'usr/src/debug/curl-8.5.0/lib/a.c',
        file('srv/app/server.debug', HEADS.elfExecutable),
        'srv/app/a.dwo',
        'srv/app/a.dwp',
      ],
      ['srv/app/server'],
    );
    expect(debugSymbols.tier).toBe('advice');
  });

  it('leaves alone settings that are called so', async () => {
    await expectLeft(debugSymbols, ['etc/app/log.debug', 'srv/app/debug/a.c']);
  });
});
