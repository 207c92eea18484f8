// The same content at several paths where packages put it: Debian's git ships one program under four names, wheels bring
// the same library twice. Only who makes the package can link them, so this is advice.
import type { ViewRule } from './rule.ts';

export const packagedDuplicate: ViewRule = {
  kind: 'view',
  views: ['duplicate'],
  id: 'packaged-duplicate',
  title: 'The same content twice in packages',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  what: 'files that packages or programs have twice',
  fix: 'Leave them: a link would be undone by the next update of the package, or do harm. Do without a package that is not needed.',
};
