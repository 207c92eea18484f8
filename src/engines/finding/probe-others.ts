// buildctl with its daemon, and podman and buildah, which have none.
import type { Environment } from '../engine.ts';
import { ask, type Probed, readRecord, textAt } from './probe.ts';
import { isAtLeast } from './version.ts';

const NO_ANSWER = 'it does not tell its version';

/** What buildctl reaches. */
export async function probeBuildctl(
  program: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const own = await ask(program, ['--version'], env, signal);
  const daemon = await ask(program, ['debug', 'info'], env, signal);
  if (!own.isDone || !daemon.isDone)
    return {
      engines: [],
      unusable: [
        {
          program,
          reason: own.isDone ? daemon.complaint : NO_ANSWER,
          hint: 'Start buildkitd, or set BUILDKIT_HOST to where one listens.',
        },
      ],
    };
  const daemonVersion = /BuildKit:\s+\S+\s+(\S+)/.exec(daemon.text)?.[1] ?? '';
  const isCurrent = isAtLeast(daemonVersion, [0, 10]);
  return {
    engines: [
      {
        kind: 'buildctl',
        program,
        version: /\bv\d\S*/.exec(own.text)?.[0] ?? own.text.trim(),
        daemonVersion,
        features: { heredocs: isCurrent, mounts: true, namedContexts: isCurrent, metadataFile: true },
        env,
      },
    ],
    unusable: [],
  };
}

/** Since which version podman and buildah know what; podman 4.8 has buildah 1.33 inside. */
const FIRST = {
  podman: { heredocs: [4, 8], mounts: [4, 0], namedContexts: [4, 2] },
  buildah: { heredocs: [1, 33], mounts: [1, 24], namedContexts: [1, 26] },
} as const;

/** What podman or buildah is. */
export async function probeContainers(
  kind: 'podman' | 'buildah',
  program: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const args = kind === 'podman' ? ['version', '--format', 'json'] : ['version', '--json'];
  const { isDone, text, complaint } = await ask(program, args, env, signal);
  const json = readRecord(text);
  const version = kind === 'podman' ? textAt(json, 'Client', 'Version') : textAt(json, 'version');
  if (!isDone || version === undefined)
    return {
      engines: [],
      unusable: [
        {
          program,
          reason: complaint || NO_ANSWER,
          hint: `See what '${kind} version' says.`,
        },
      ],
    };
  const first = FIRST[kind];
  const features = {
    heredocs: isAtLeast(version, first.heredocs),
    mounts: isAtLeast(version, first.mounts),
    namedContexts: isAtLeast(version, first.namedContexts),
    metadataFile: false,
  };
  return { engines: [{ kind, program, version, features, env }], unusable: [] };
}
