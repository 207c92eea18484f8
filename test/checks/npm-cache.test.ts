import { describe, expect, it } from 'vitest';
import { npmCache } from '../../src/checks/npm-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('npm-cache', () => {
  const npx = 'root/.npm/_npx/1a2b/node_modules/serve/index.js';

  it('finds packages and headers', async () => {
    await expectFound(npmCache, [
      'root/.npm/_cacache/content-v2/sha512/a/b/c',
      'home/node/.npm/anonymous-cli-metrics.json',
      'srv/npm-cache/_cacache/index-v5/a/b/c',
      'root/.cache/node-gyp/20.10.0/include/node/node.h',
      'root/.node-gyp/8.9.0/include/node/node.h',
      npx,
    ]);
  });

  it('leaves alone what npx runs', async () => {
    await expectLeft(npmCache, [npx], { command: ['npx', 'serve'] });
    await expectLeft(npmCache, [npx], { command: ['sh', '-c', 'cd /srv && exec npx serve'] });
    await expectFound(npmCache, ['root/.npm/_cacache/x'], [npx], { command: ['npx', 'serve'] });
  });

  it('leaves logs to the rule about logs: npm writes them whenever it runs', async () => {
    await expectLeft(npmCache, ['root/.npm/_logs/2026-01-01T00_00_00_000Z-debug-0.log']);
  });

  it('has a fix that removes what was found, and not only what npm calls its cache', () => {
    const run = 'RUN npm ci';
    expect(fixOf(npmCache, 'root/.npm/_cacache', run, ['root/.npm/_cacache/content-v2/a'])).toMatch(
      /^End that RUN with `npm cache clean --force`, or give it `--mount=type=cache,target=\/root\/.npm`\.$/,
    );
    expect(
      fixOf(npmCache, 'root', run, ['root/.npm/_cacache/a', 'root/.cache/node-gyp/20.1.0/include/a.h']),
    ).toMatch(/^End that RUN with `rm -rf \/root\/.npm \/root\/.cache\/node-gyp`, or give it /);
    expect(fixOf(npmCache, 'srv/.npm/_cacache', 'COPY . /srv', ['srv/.npm/_cacache/a'])).toMatch(
      /^Add `\*\*\/\.npm` to .dockerignore/,
    );
  });

  it('leaves alone installed packages and settings', async () => {
    await expectLeft(npmCache, [
      'srv/app/node_modules/express/index.js',
      'root/.npmrc',
      'srv/app/.npmignore',
    ]);
  });
});
