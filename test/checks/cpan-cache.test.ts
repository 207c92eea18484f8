import { describe, expect, it } from 'vitest';
import { cpanCache } from '../../src/checks/cpan-cache.ts';
import { expectFound, fixOf } from '../support/judge-files.ts';

describe('cpan-cache', () => {
  it('finds sources, builds and logs', async () => {
    await expectFound(
      cpanCache,
      [
        'root/.cpan/build/JSON-4.10-0/lib/JSON.pm',
        'root/.cpan/sources/authors/id/I/JSON-4.10.tar.gz',
        'root/.cpanm/work/1700000000.7/build.log',
      ],
      ['root/.cpan/CPAN/MyConfig.pm', 'usr/local/share/perl/5.36.0/JSON.pm'],
    );
  });

  it('tells the folder of the tool', () => {
    expect(fixOf(cpanCache, 'root/.cpanm/work')).toContain('`rm -rf ~/.cpanm`');
    expect(fixOf(cpanCache, 'root/.cpan/build')).toContain('~/.cpan/build');
  });
});
