import { describe, expect, it } from 'vitest';
import { documentation } from '../../src/checks/documentation.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('documentation', () => {
  it('finds documentation, as advice', async () => {
    await expectFound(documentation, [
      'usr/share/doc/curl/changelog.gz',
      'usr/share/man/man1/curl.1.gz',
      'usr/share/info/coreutils.info.gz',
      'usr/share/help/C/x',
      'usr/share/gtk-doc/html/x',
      'usr/share/doc-base/x',
      'usr/share/lintian/overrides/curl',
      'usr/share/ri/3.1.0/system/x',
      'usr/local/share/doc/x',
      'usr/local/share/man/man1/x.1',
      'usr/local/share/info/x.info',
      'usr/local/man/man1/x.1',
      'opt/conda/share/doc/x',
      'opt/conda/share/man/man1/x.1',
      'var/cache/man/index.db',
      'usr/local/lib/node_modules/npm/docs/content/x.md',
      'usr/local/lib/node_modules/npm/man/man1/npm.1',
    ]);
    expect(documentation.tier).toBe('advice');
  });

  it('leaves alone licences and copyright notices', async () => {
    await expectLeft(documentation, [
      'usr/share/doc/curl/copyright',
      'usr/share/doc/a/COPYING',
      'usr/share/doc/a/COPYING.LESSER',
      'usr/share/doc/a/LICENSE.txt',
      'usr/share/doc/a/LICENCE',
      'usr/share/doc/a/NOTICE.gz',
      'usr/share/doc/a/AUTHORS',
      'usr/share/licenses/a/x',
      'usr/share/common-licenses/GPL-3',
    ]);
  });

  it('tells how the package manager leaves documentation out', () => {
    expect(fixOf(documentation, 'usr/share', 'RUN apt-get install -y curl')).toContain(
      'path-include=/usr/share/doc/*/copyright',
    );
    expect(fixOf(documentation, 'usr/share', 'RUN dnf install -y curl')).toContain(
      '`dnf install --setopt=tsflags=nodocs`',
    );
    expect(fixOf(documentation, 'usr/share', 'RUN microdnf install curl')).toContain(
      '`microdnf install --nodocs`',
    );
    expect(fixOf(documentation, 'usr/share')).toContain('slim');
  });
});
