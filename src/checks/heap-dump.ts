// Heap dumps and crash reports of runtimes: HPROF and hs_err of the JVM, PHD of OpenJ9, snapshots of V8.
import type { PathRule } from './rule.ts';

export const heapDump: PathRule = {
  kind: 'paths',
  id: 'heap-dump',
  title: 'Heap dumps and crash reports of runtimes',
  tier: 'ballast',
  severity: 'warning',
  // They hold the objects of a process, and with them whatever was secret in there.
  floorBytes: 0,
  patterns: ['**/*.hprof', '**/*.heapsnapshot', '**/*.phd', '**/hs_err_pid*.log'],
  // Others use the ending too.
  isExcused: ({ name }) => name.endsWith('.phd') && !name.startsWith('heapdump.'),
  what: 'heap dumps and crash reports',
  fix: 'Delete the dump in the RUN that makes it, and have the runtime write dumps into a volume (-XX:HeapDumpPath).',
};
