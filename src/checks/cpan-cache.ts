// Sources, builds and logs of cpan and cpanm; modules are installed elsewhere.
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const cpanCache: PathRule = {
  kind: 'paths',
  id: 'cpan-cache',
  title: 'Sources and builds of cpan and cpanm',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cpan/build/', '**/.cpan/sources/', '**/.cpanm/'],
  what: 'sources and builds left by cpan',
  fix: (context) =>
    context.folder.includes('.cpanm')
      ? `End that RUN with \`rm -rf ~/.cpanm\`, or give it \`${mountCache(context, '.cpanm', '/root/.cpanm')}\`.`
      : `End that RUN with \`rm -rf ~/.cpan/build ~/.cpan/sources\`, or give it \`${mountCache(context, '.cpan', '/root/.cpan')}\`.`,
};
