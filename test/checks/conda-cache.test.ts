import { describe, expect, it } from 'vitest';
import { condaCache } from '../../src/checks/conda-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';
import { file, link } from '../support/layers.ts';

describe('conda-cache', () => {
  it('finds the package folders of conda, mamba and users', async () => {
    await expectFound(
      condaCache,
      [
        'opt/conda/pkgs/python-3.12.1.conda',
        'opt/conda/pkgs/cache/497deca9.json',
        'home/app/.conda/pkgs/urls.txt',
        'home/app/.conda/pkgs/numpy-2.0.tar.bz2',
      ],
      ['opt/conda/conda-meta/history', 'opt/conda/bin/python'],
    );
  });

  it('leaves alone packages that an environment has as hard links', async () => {
    await expectLeft(condaCache, [
      'opt/conda/conda-meta/history',
      file('opt/conda/pkgs/python-3.12.1/bin/python3.12', 'binary'),
      link('opt/conda/bin/python3.12', 'opt/conda/pkgs/python-3.12.1/bin/python3.12'),
    ]);
  });

  it('leaves alone other folders called pkgs', async () => {
    await expectLeft(condaCache, ['srv/app/pkgs/server/main.go', 'srv/nix/pkgs/top-level.nix']);
  });

  it('names the tool and the folder', () => {
    const fix = fixOf(condaCache, 'opt/mamba/pkgs/cache', 'RUN micromamba install -y numpy');
    expect(fix).toContain('`micromamba clean -afy`');
    expect(fix).toContain('target=/opt/mamba/pkgs`');
  });
});
