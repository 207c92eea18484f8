import { describe, it } from 'vitest';
import { pnpmStore } from '../../src/checks/pnpm-store.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';
import { file, link } from '../support/layers.ts';

describe('pnpm-store', () => {
  const dlx = 'root/.cache/pnpm/dlx/1a2b/node_modules/serve/index.js';
  const linked = 'pnpm/store/v10/links/lodash/4.17.21/1a2b/node_modules/lodash/index.js';

  it('finds stores and metadata', async () => {
    await expectFound(pnpmStore, [
      'pnpm/store/v10/index/a/b.json',
      'root/.local/share/pnpm/store/v3/files/00/a',
      'srv/.pnpm-store/v3/files/00/a',
      'root/.cache/pnpm/metadata-v1.3/registry.npmjs.org/lodash.json',
      dlx,
    ]);
  });

  it('leaves alone files that node_modules has as hard links', async () => {
    await expectLeft(pnpmStore, [
      file('pnpm/store/v10/files/00/abc', 'code'),
      link('srv/app/node_modules/.pnpm/a@1/node_modules/a/index.js', 'pnpm/store/v10/files/00/abc'),
    ]);
  });

  it('leaves alone the global virtual store and the virtual stores of projects', async () => {
    await expectLeft(pnpmStore, [
      linked,
      'srv/app/node_modules/.pnpm/a@1/node_modules/a/index.js',
      'usr/lib/node_modules/pnpm/dist/store.js',
      'root/.local/share/pnpm/global/5/node_modules/a/index.js',
    ]);
  });

  it('leaves alone what pnpm dlx runs', async () => {
    await expectLeft(pnpmStore, [dlx], { command: ['pnpm', 'dlx', 'serve'] });
    await expectFound(pnpmStore, [dlx], [], { command: ['pnpm', 'start'] });
  });
});
