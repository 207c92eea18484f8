// What a crashed process left behind: core(5). The content tells, wherever the file is (proc(5), core_pattern); only the
// folders of crash reporters are told by their place, because they compress what they keep.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import type { PathRule } from './rule.ts';

export const coreDump: PathRule = {
  kind: 'paths',
  id: 'core-dump',
  title: 'Memory dumps of crashed processes',
  tier: 'ballast',
  severity: 'warning',
  // They hold the memory of a process, and with it whatever was secret in there.
  floorBytes: 0,
  patterns: ['**/*', 'var/crash/', 'var/lib/apport/coredump/', 'var/lib/systemd/coredump/'],
  contentTypes: [CONTENT_TYPE.elfCore],
  what: 'memory dumps of crashed processes',
  fix: 'Find out what crashed while the image was built, and delete the dump in the same RUN.',
};
