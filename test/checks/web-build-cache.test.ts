import { describe, expect, it } from 'vitest';
import { webBuildCache } from '../../src/checks/web-build-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('web-build-cache', () => {
  it('finds the caches of bundlers', async () => {
    await expectFound(
      webBuildCache,
      [
        'srv/app/node_modules/.cache/babel-loader/1a.json',
        'srv/app/.next/cache/webpack/client-production/0.pack',
        'srv/app/.next/cache/swc/plugins/x',
        'srv/app/.next/cache/turbopack/x',
        'srv/app/.next/cache/eslint/x',
        'srv/app/.parcel-cache/data.mdb',
        'srv/app/.turbo/cache/1a.tar.zst',
        'srv/app/.angular/cache/17.0.0/x',
        'srv/app/.nx/cache/1a/x',
        'srv/app/.sass-cache/1a/x',
        'srv/app/node_modules/.vite/deps/react.js',
      ],
      ['srv/app/.next/server/app/page.js', 'srv/app/dist/index.js'],
    );
  });

  it('leaves alone what Next.js reads at run time', async () => {
    await expectLeft(webBuildCache, [
      'srv/app/.next/cache/fetch-cache/1a',
      'srv/app/.next/cache/images/1a/x.webp',
    ]);
  });

  it('leaves alone browsers and engines that are run from node_modules/.cache', async () => {
    await expectLeft(webBuildCache, [
      'srv/app/node_modules/.cache/puppeteer/chrome/linux-126/chrome',
      'srv/app/node_modules/.cache/ms-playwright/chromium-1/chrome',
      'srv/app/node_modules/.cache/prisma/master/1a/libquery-engine',
    ]);
  });

  it("leaves alone Vite's dependencies where Vite runs", async () => {
    await expectLeft(webBuildCache, ['srv/app/node_modules/.vite/deps/react.js'], {
      command: ['npx', 'vite', '--host'],
    });
  });

  it('depends on how the files came', () => {
    expect(fixOf(webBuildCache, 'srv/app/.next/cache/webpack', 'COPY . /srv/app')).toContain(
      'Add `**/.next/cache/webpack` to .dockerignore',
    );
    // The build's results are in `.next` too.
    expect(fixOf(webBuildCache, 'srv/app/.next/cache/webpack', 'RUN npm run build')).toContain(
      'target=/srv/app/.next/cache/webpack`',
    );
    expect(fixOf(webBuildCache, 'srv/app/.parcel-cache', 'RUN npm run build')).toContain(
      'target=/srv/app/.parcel-cache`',
    );
    const babel = ['srv/app/node_modules/.cache/babel-loader/a.json'];
    expect(fixOf(webBuildCache, 'srv/app/node_modules/.cache', 'RUN npm run build', babel)).toContain(
      '`rm -rf /srv/app/node_modules/.cache/babel-loader`',
    );
  });
});
