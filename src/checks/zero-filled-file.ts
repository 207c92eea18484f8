// Files of nothing but zeros. lastlog(5) and faillog(5) are sparse and as long as the highest user id demands; a layer's tar
// has every byte of them.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import { isBelow } from './exceptions/path-parts.ts';
import { calls } from './fixes/copied.ts';
import type { PathRule } from './rule.ts';

const MAKE_LATER = 'Create the file when the container starts (`truncate --size`), where it costs nothing.';

export const zeroFilledFile: PathRule = {
  kind: 'paths',
  id: 'zero-filled-file',
  title: 'Files of nothing but zeros',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 1_000_000,
  patterns: ['**/*'],
  contentTypes: [CONTENT_TYPE.zeros],
  // Databases allocate their files ahead.
  isExcused: ({ path }) => isBelow(path, ['var/lib']),
  what: 'files of nothing but zeros',
  fix: (context) =>
    calls(context, /\b(?:useradd|adduser)\b/) || context.folder.startsWith('var/log')
      ? 'Give useradd the option `--no-log-init`, or use a smaller user id: lastlog and faillog grow with the highest one.'
      : MAKE_LATER,
  fixCopied: MAKE_LATER,
};
