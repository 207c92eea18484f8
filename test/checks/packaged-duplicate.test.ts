import { describe, expect, it, test } from 'vitest';
import { duplicateContent } from '../../src/checks/duplicate-content.ts';
import { packagedDuplicate } from '../../src/checks/packaged-duplicate.ts';
import { file, whiteout } from '../support/layers.ts';
import { findingsOf } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const SIZE = 70_000;
const CONTENT = Buffer.alloc(SIZE, 'content');
const rules = [{ ...duplicateContent, floorBytes: 0 }, packagedDuplicate];
const dpkg = file('var/lib/dpkg/status', 'Package: a');

/** Which rule takes the second of two files of one content; the layers are given as paths. */
async function ruleOf(...layers: readonly (readonly string[])[]): Promise<string | undefined> {
  const stack = layers.map((paths) => paths.map((path) => (path === 'dpkg' ? dpkg : file(path, CONTENT))));
  return (await findingsOf(stack, { rules }))[0]?.split(' ')[0];
}

describe('packaged-duplicate', () => {
  it.each<readonly [string, string, string]>([
    ['Debian’s git', 'usr/bin/git', 'usr/lib/git-core/git'],
    ['documentation', 'usr/share/doc/libcurl4/changelog.gz', 'usr/share/doc/curl/changelog.gz'],
    ['certificates', 'etc/ssl/certs/java/cacerts', 'usr/lib/jvm/java-17/lib/security/cacerts'],
    [
      'PostgreSQL’s template',
      'var/lib/postgresql/15/main/base/1/1255',
      'var/lib/postgresql/15/main/base/4/1255',
    ],
    [
      'libraries of wheels',
      'srv/lib/python3.12/site-packages/numpy.libs/a.so',
      'srv/lib/python3.12/site-packages/scipy.libs/a.so',
    ],
    ['nested packages', 'srv/node_modules/a/index.js', 'srv/node_modules/b/node_modules/a/index.js'],
    [
      'extensions of gems',
      'usr/local/bundle/extensions/x86_64-linux/3.3.0/a/a.so',
      'usr/local/bundle/gems/a-1.0/lib/a.so',
    ],
    ['an environment of conda', 'opt/conda/lib/liba.so', 'opt/conda/share/a/liba.so'],
    [
      'a toolchain of Rust',
      'usr/local/rustup/toolchains/1.80/lib/libstd.so',
      'usr/local/rustup/toolchains/1.80/lib/rustlib/x/lib/libstd.so',
    ],
    ['a database that is not in /var', 'data/base/1/1255', 'data/base/5/1255'],
    ['a store of Nix', 'nix/store/1a-a/bin/a', 'nix/store/2b-b/bin/a'],
  ])('takes %s within one layer', async (_what, first, second) => {
    expect(await ruleOf([first, second])).toBe('packaged-duplicate');
  });

  it.each<readonly [string, string, string]>([
    ['two folders of one application', 'srv/api/model.bin', 'srv/worker/model.bin'],
    ['what people install themselves', 'usr/local/bin/tool', 'usr/local/lib/tool'],
    ['a build beside its result', 'usr/src/app/build/app', 'usr/src/app/dist/app'],
    [
      'one package installed for two users',
      'root/.local/lib/python3.12/site-packages/a.so',
      'usr/local/lib/python3.12/site-packages/a.so',
    ],
    ['two projects with one package', 'srv/a/node_modules/x/x.js', 'srv/b/node_modules/x/x.js'],
    ['two environments with one package', 'opt/conda/envs/a/lib/a.so', 'opt/conda/envs/b/lib/a.so'],
    ['a file of an application that a package has too', 'app/ca.pem', 'etc/ssl/certs/ca-certificates.crt'],
    ['two bundles in /opt', 'opt/a/lib.so', 'opt/b/lib.so'],
    ['plugins of an application', 'app/extensions/a/x.bin', 'app/extensions/b/x.bin'],
    ['a site', 'var/www/a/video.mp4', 'var/www/b/video.mp4'],
  ])('leaves %s to duplicate-content', async (_what, first, second) => {
    expect(await ruleOf([first, second])).toBe('duplicate-content');
    expect(await ruleOf([first], [second])).toBe('duplicate-content');
  });

  it('across layers takes what packages brought in both', async () => {
    const [git, copy] = ['usr/bin/git', 'usr/lib/git-core/git'];
    expect(await ruleOf([git, 'dpkg'], [copy, 'dpkg'])).toBe('packaged-duplicate');
    expect(await ruleOf([git, 'dpkg'], [copy])).toBe('duplicate-content');
    // npm's copy of a library that Debian's nodejs has too.
    const [apps, own] = ['srv/node_modules/mime-db/db.json', 'usr/share/nodejs/mime-db/db.json'];
    expect(await ruleOf([own, 'dpkg'], [apps])).toBe('packaged-duplicate');
    expect(await ruleOf(['usr/lib/python3/dist-packages/a.so', 'dpkg'], ['app/a.so'])).toBe(
      'duplicate-content',
    );
    expect(await ruleOf(['opt/vendor/a', 'opt/vendor/b', 'dpkg'])).toBe('packaged-duplicate');
  });

  it('knows a package database by its path, and not by one that only ends like it', async () => {
    const stack = (database: ReturnType<typeof file>) => [
      [file('usr/bin/git', CONTENT), dpkg],
      [database, file('usr/lib/git', CONTENT)],
    ];
    const ruleFor = async (database: ReturnType<typeof file>) =>
      (await findingsOf(stack(database), { rules }))[0]?.split(' ')[0];
    expect(await ruleFor(file('var/lib/dpkg/status.d/base', 'a'))).toBe('packaged-duplicate');
    expect(await ruleFor(file('lib/apk/db/installed', 'a'))).toBe('packaged-duplicate');
    expect(await ruleFor(file('srv/var/lib/dpkg/status', 'a'))).toBe('duplicate-content');
    expect(await ruleFor(whiteout('var/lib/dpkg/status'))).toBe('duplicate-content');
  });
});

test('the page', () => expectPage(packagedDuplicate));
