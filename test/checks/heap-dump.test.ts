import { describe, expect, it } from 'vitest';
import { heapDump } from '../../src/checks/heap-dump.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('heap-dump', () => {
  it('finds dumps of the JVM, OpenJ9 and V8', async () => {
    await expectFound(heapDump, [
      'srv/app/java_pid7.hprof',
      'srv/app/hs_err_pid7.log',
      'srv/app/heapdump.20260101.120000.7.0001.phd',
      'srv/app/Heap.20260101.heapsnapshot',
    ]);
  });

  it('leaves alone other files with such endings', async () => {
    await expectLeft(heapDump, ['srv/data/sequence.phd', 'srv/app/hs_err.txt']);
  });

  it('matters from the first byte', () => {
    expect(heapDump.floorBytes).toBe(0);
  });
});
