// What stands for content of elsewhere now: the ETag of a URL, the commit of a git reference. Only hosts that a Dockerfile names are
// asked: a redirect to another host is not followed, and then nothing is known.

import { placeOfSource } from '../../../dockerfile/evaluation/remote-source.ts';
import type { Environment } from '../../../engines/engine.ts';
import { findPrograms } from '../../../engines/program/find-programs.ts';
import { runChild } from '../../../engines/program/run-child.ts';
import { PlimsollError } from '../../../errors.ts';
import { discardBody } from '../../../oci/registry/body.ts';
import { createHttpClient } from '../../../oci/registry/http-client.ts';
import { DEFAULT_SETTINGS } from '../../../oci/registry/settings.ts';
import type { SourceResolver } from './source-key.ts';

const MOST_REDIRECTS = 5;
const GIT_LIMIT_MS = 60_000;
const GIT_OUTPUT_BYTES = 16 * 1024 * 1024;

/** A resolver over the network. `onUnknown` is told why a URL's content is not known. */
export function createSourceResolver(
  env: Environment,
  onUnknown: (url: string, why: string) => void,
): SourceResolver {
  return async (url, signal) => {
    try {
      return placeOfSource(url) === 'git'
        ? await lsRemote(url, env, signal)
        : await askServer(new URL(url), signal);
    } catch (error) {
      if (error instanceof PlimsollError && error.code === 'ABORTED') throw error;
      onUnknown(url, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
}

async function askServer(first: URL, signal: AbortSignal): Promise<string> {
  const client = createHttpClient(DEFAULT_SETTINGS, false);
  try {
    let url = first;
    for (let redirects = 0; ; redirects++) {
      const headers = { 'accept-encoding': 'identity' };
      const response = await client.send({ method: 'HEAD', url, headers }, signal);
      discardBody(response);
      const { statusCode = 0, headers: said } = response;
      if (statusCode === 200) {
        const { etag, 'last-modified': modified, 'content-length': length } = said;
        if (etag !== undefined) return `etag ${etag}`;
        if (modified !== undefined) return `modified ${modified}, ${length ?? '?'} bytes`;
        throw new Error('the server tells neither ETag nor Last-Modified');
      }
      if (statusCode < 300 || statusCode >= 400 || said.location === undefined)
        throw new Error(`the server answers with status ${statusCode}`);
      const next = new URL(said.location, url);
      if (next.host !== first.host) throw new Error(`it is kept at ${next.host}, which no Dockerfile names`);
      if (redirects === MOST_REDIRECTS) throw new Error('it is redirected on and on');
      url = next;
    }
  } finally {
    client.close();
  }
}

/** The commit of a repository's reference, `URL#REF:FOLDER`, by `git ls-remote`, which asks for no password; rejects where git cannot tell. */
export async function lsRemote(url: string, env: Environment, signal: AbortSignal): Promise<string> {
  const [remote = '', fragment = ''] = url.split('#');
  const [ref = ''] = fragment.split(':');
  const [git] = findPrograms('git', env);
  if (git === undefined) throw new Error('there is no git on PATH');
  if (remote.startsWith('-') || ref.startsWith('-')) throw new Error('it is no name of a repository');
  const wanted = ref === '' ? 'HEAD' : ref;
  const args = [
    '-c',
    'protocol.ext.allow=never',
    '-c',
    'http.followRedirects=false',
    'ls-remote',
    '--',
    remote,
  ];
  const outcome = await runChild(git, [...args, wanted, `${wanted}^{}`], {
    env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' },
    signal,
    timeoutMs: GIT_LIMIT_MS,
    keep: 'head',
    limitBytes: GIT_OUTPUT_BYTES,
  });
  if (outcome.exitCode !== 0)
    throw new Error(outcome.stderr.trim().split('\n').at(-1) || 'git cannot read it');
  const commits = new Map(
    outcome.stdout.split('\n').map((line) => line.split('\t').reverse() as [string, string]),
  );
  // Git's pattern takes any reference that ends so; a tag object stands for its commit.
  const names = [wanted, `refs/tags/${wanted}^{}`, `refs/tags/${wanted}`, `refs/heads/${wanted}`];
  const commit = names.map((name) => commits.get(name)).find((found) => found !== undefined);
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) throw new Error(`it has no ${wanted}`);
  return `commit ${commit}`;
}
