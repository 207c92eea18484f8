import { describe, expect, it } from 'vitest';
import { coreDump } from '../../src/checks/core-dump.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('core-dump', () => {
  it('finds dumps of processes by content, and of runtimes by name', async () => {
    await expectFound(coreDump, [
      file('core', HEADS.elfCore),
      file('srv/app/core.4711', HEADS.elfCore),
      file('srv/app/server.core', HEADS.elfCore),
      'var/crash/_usr_bin_app.0.crash',
      file('var/lib/systemd/coredump/core.app.0.1f2e.99.zst', HEADS.zstd),
      'srv/app/java_pid7.hprof',
      'srv/app/hs_err_pid7.log',
      'srv/app/heapdump.20260101.120000.7.0001.phd',
      'srv/app/Heap.20260101.heapsnapshot',
    ]);
  });

  it('leaves alone what is only called core', async () => {
    await expectLeft(coreDump, [
      file('usr/bin/core', HEADS.elfExecutable),
      file('srv/app/core', HEADS.elfShared),
      'srv/app/core.js',
      'srv/app/core/index.js',
      'etc/app/settings.core',
      'srv/data/sequence.phd',
    ]);
  });

  it('matters from the first byte', () => {
    expect(coreDump.floorBytes).toBe(0);
  });
});
