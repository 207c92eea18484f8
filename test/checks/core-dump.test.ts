import { describe, expect, it } from 'vitest';
import { coreDump } from '../../src/checks/core-dump.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('core-dump', () => {
  it('finds dumps by their content, whatever they are called', async () => {
    await expectFound(coreDump, [
      file('core', HEADS.elfCore),
      file('srv/app/core.4711', HEADS.elfCore),
      file('srv/dumps/worker', HEADS.elfCore),
    ]);
  });

  it('finds what crash reporters keep, compressed or not', async () => {
    await expectFound(coreDump, [
      'var/crash/_usr_bin_app.0.crash',
      file('var/lib/apport/coredump/app', HEADS.gzip),
      file('var/lib/systemd/coredump/core.app.0.1f2e.99.zst', HEADS.zstd),
    ]);
  });

  it('leaves alone what is only called core', async () => {
    await expectLeft(coreDump, [
      file('usr/bin/core', HEADS.elfExecutable),
      file('srv/app/core.so', HEADS.elfShared),
      'srv/app/core',
      'srv/lib/core/index.js',
      'etc/app/settings.core',
    ]);
  });

  it('matters from the first byte', () => {
    expect(coreDump.floorBytes).toBe(0);
  });
});
