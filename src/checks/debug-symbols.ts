// Debugging information in files of its own (GDB manual, "Separate Debug Files"), and split DWARF.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import type { PathRule } from './rule.ts';

const ELF_TYPES: readonly number[] = [
  CONTENT_TYPE.elfExecutable,
  CONTENT_TYPE.elfShared,
  CONTENT_TYPE.elfObject,
];

export const debugSymbols: PathRule = {
  kind: 'paths',
  id: 'debug-symbols',
  title: 'Separate debug symbols',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['usr/lib/debug/', 'usr/src/debug/', '**/*.debug', '**/*.dwo', '**/*.dwp'],
  isExcused: ({ name, contentType, matchedFolder }) =>
    !/^usr\/(?:lib|src)\/debug$/.test(matchedFolder) &&
    name.endsWith('.debug') &&
    !ELF_TYPES.includes(contentType),
  what: 'debug symbols in files of their own',
  fix: 'Leave out the -dbg, -dbgsym and -debuginfo packages; get symbols when they are needed (debuginfod).',
};
