import { describe, expect, it } from 'vitest';
import { vcsFolder } from '../../src/checks/vcs-folder.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('vcs-folder', () => {
  it('finds the folders of version control', async () => {
    await expectFound(
      vcsFolder,
      [
        'srv/app/.git/config',
        'srv/app/.git/objects/pack/pack-1a.pack',
        'srv/hg/.hg/store/00manifest.i',
        'srv/svn/.svn/wc.db',
        'srv/bzr/.bzr/branch/x',
        'srv/jj/.jj/repo/x',
        'srv/darcs/_darcs/inventories/x',
        'srv/cvs/CVS/Entries',
        'srv/cvs/CVS/Root',
      ],
      ['srv/app/.gitignore', 'srv/app/.github/workflows/ci.yaml', 'srv/app/.gitattributes'],
    );
  });

  it('leaves alone files called .git, templates and repositories that are served', async () => {
    await expectLeft(vcsFolder, [
      'srv/app/vendor/module/.git',
      'usr/share/git-core/templates/hooks/pre-commit.sample',
      'srv/git/app.git/config',
      'usr/share/doc/tool/CVS/Entries',
      'srv/app/CVS/notes.txt',
    ]);
  });

  it('leaves alone repositories that a program reads about itself', async () => {
    await expectLeft(vcsFolder, ['opt/flutter/.git/HEAD', 'opt/flutter/bin/flutter']);
    await expectLeft(vcsFolder, [
      'home/linuxbrew/.linuxbrew/Homebrew/.git/HEAD',
      'home/linuxbrew/.linuxbrew/Homebrew/bin/brew',
    ]);
    await expectLeft(vcsFolder, ['opt/vcpkg/.git/HEAD', file('opt/vcpkg/.vcpkg-root')]);
  });

  it('matters from the first byte', () => {
    expect(vcsFolder.floorBytes).toBe(0);
  });

  it('depends on how the folder came', () => {
    expect(fixOf(vcsFolder, 'srv/app/.git', 'COPY . /srv/app')).toContain('`**/.git` to .dockerignore');
    expect(fixOf(vcsFolder, 'srv/app/.svn', 'COPY . /srv/app')).toContain('`**/.svn` to .dockerignore');
    expect(fixOf(vcsFolder, 'opt/x/.git', 'RUN git clone https://example.org/x.git /opt/x')).toContain(
      '--depth 1',
    );
    expect(fixOf(vcsFolder, 'opt/x/.git', 'RUN git init')).toBe(
      'Delete the folder in the RUN that makes it.',
    );
  });
});
