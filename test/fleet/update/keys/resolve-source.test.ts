// What stands for content of elsewhere, asked of a server on loopback and of a repository beside.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSourceResolver } from '../../../../src/fleet/update/keys/resolve-source.ts';
import { makeTemporaryFolder } from '../../../support/image-files.ts';
import { startRegistry } from '../../../support/registry-server.ts';

const env = { PATH: process.env['PATH'] ?? '' };
const signal = new AbortController().signal;
const heads: Readonly<Record<string, readonly [status: number, headers: Record<string, string>]>> = {
  '/tagged': [200, { etag: '"v1"' }],
  '/dated': [200, { 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT', 'content-length': '12' }],
  '/silent': [200, {}],
  '/moved': [302, { location: '/tagged' }],
  '/round': [302, { location: '/round' }],
  '/away': [302, { location: 'http://elsewhere.example/tagged' }],
};
const server = await startRegistry({
  intercept: (_request, response, url) => {
    const [status, headers] = heads[url.pathname] ?? [404, {}];
    response.writeHead(status, headers);
    response.end();
    return true;
  },
});

async function ask(url: string): Promise<{ content: string | undefined; why: readonly string[] }> {
  const why: string[] = [];
  const content = await createSourceResolver(env, (_url, reason) => why.push(reason))(url, signal);
  return { content, why };
}

test.each([
  ['/tagged', 'etag "v1"'],
  ['/dated', 'modified Thu, 01 Jan 2026 00:00:00 GMT, 12 bytes'],
  ['/moved', 'etag "v1"'],
])('%s is known', async (path, content) => {
  expect(await ask(server.origin + path)).toEqual({ content, why: [] });
});

test.each([
  ['/silent', /neither/],
  ['/gone', /status 404/],
  ['/round', /on and on/],
  ['/away', /elsewhere\.example, which no Dockerfile names/],
])('%s is not, and why is told', async (path, message) => {
  const { content, why } = await ask(server.origin + path);
  expect(content).toBeUndefined();
  expect(why).toEqual([expect.stringMatching(message)]);
});

test('only HEAD is asked, and only of the host that is named', () => {
  expect(new Set(server.requests.map(({ method, headers }) => `${method} ${headers.host}`))).toEqual(
    new Set([`HEAD ${server.host}`]),
  );
});

test('a git repository is known by the commit of its reference', async () => {
  const folder = makeTemporaryFolder();
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-C', folder, ...args], {
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main', '.');
  writeFileSync(join(folder, 'a'), 'a');
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('tag', '-a', 'v1', '-m', 'one');
  const commit = git('rev-parse', 'HEAD').trim();
  // `file:` stands for a host here: the resolver hands the text before # to git as it is.
  const { lsRemote } = await import('../../../../src/fleet/update/keys/resolve-source.ts');
  for (const reference of ['', '#main', '#v1', '#main:folder'])
    expect(await lsRemote(`file://${folder}${reference}`, env, signal)).toBe(`commit ${commit}`);
  await expect(lsRemote(`file://${folder}#nowhere`, env, signal)).rejects.toThrow('it has no nowhere');
  await expect(lsRemote(`file://${folder}-gone`, env, signal)).rejects.toThrow();
  await expect(lsRemote('ext::sh -c true', env, signal)).rejects.toThrow();
});
