import { describe, it } from 'vitest';
import { gemCache } from '../../src/checks/gem-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('gem-cache', () => {
  const vendored = 'srv/app/vendor/cache/rake-13.1.0.gem';

  it('finds gems, clones and indexes', async () => {
    await expectFound(
      gemCache,
      [
        'usr/local/bundle/cache/rake-13.1.0.gem',
        'usr/local/lib/ruby/gems/3.3.0/cache/minitest-5.20.0.gem',
        'usr/local/bundle/cache/bundler/git/app-1a2b/HEAD',
        'root/.bundle/cache/compact_index/x/versions',
        'root/.gem/specs/rubygems.org/specs.4.8',
        'root/.cache/gem/specs/rubygems.org/specs.4.8',
      ],
      ['usr/local/bundle/gems/rake-13.1.0/lib/rake.rb', 'srv/app/cache/readme.txt'],
    );
  });

  it('leaves alone vendored gems that are not installed', async () => {
    await expectLeft(gemCache, [vendored]);
    await expectLeft(gemCache, [vendored, 'usr/local/bundle/specifications/rake-13.2.0.gemspec']);
  });

  it('finds vendored gems that are installed', async () => {
    await expectFound(gemCache, [vendored], ['usr/local/bundle/specifications/rake-13.1.0.gemspec']);
    await expectFound(gemCache, [vendored], ['opt/gems/specifications/rake-13.1.0.gemspec'], {
      env: { GEM_HOME: '/opt/gems' },
    });
    await expectFound(gemCache, [vendored], ['bundle/ruby/3.3.0/specifications/rake-13.1.0.gemspec'], {
      env: { BUNDLE_PATH: '/bundle' },
    });
  });
});
