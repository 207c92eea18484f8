// What a crashed process left behind: core(5), core.pattern in proc(5), HPROF of the JVM, dumps of OpenJ9 and V8.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import type { OfferedFile, PathRule } from './rule.ts';

const DUMP_FOLDERS = /^var\/(?:crash|lib\/(?:apport|systemd)\/coredump)(?:$|\/)/;

export const coreDump: PathRule = {
  kind: 'paths',
  id: 'core-dump',
  title: 'Core and heap dumps',
  tier: 'ballast',
  severity: 'warning',
  // They hold the memory of a process, and with it whatever was secret in there.
  floorBytes: 0,
  patterns: [
    '**/core',
    '**/core.*',
    '**/*.core',
    'var/crash/',
    'var/lib/apport/coredump/',
    'var/lib/systemd/coredump/',
    '**/*.hprof',
    '**/*.heapsnapshot',
    '**/hs_err_pid*.log',
    '**/*.phd',
  ],
  isExcused,
  what: 'memory dumps of crashed processes',
  fix: 'Find out what crashed while the image was built, and delete the dump in the same RUN.',
};

function isExcused({ name, folder, contentType }: OfferedFile): boolean {
  if (DUMP_FOLDERS.test(folder)) return false;
  if (name.endsWith('.phd')) return !name.startsWith('heapdump.');
  return /^core(?:\.|$)|\.core$/.test(name) && contentType !== CONTENT_TYPE.elfCore;
}
