// Docker's command line and the builders behind it. Until 23.0 BuildKit's client was a part of it; since then it is the buildx
// component, and without that only the classic builder is left.
import type { Engine, EngineFeatures, Environment } from '../engine.ts';
import { ask, type Probed, readRecord, textAt } from './probe.ts';
import { isAtLeast } from './version.ts';

/** Since this version of the daemon its own front end knows heredocs and named contexts (Dockerfile 1.4). */
const CURRENT_FRONT_END = [23, 0] as const;
const FIRST_MOUNTS = [20, 10] as const;
const WITHOUT_OWN_BUILDKIT = [23, 0] as const;
const FIRST_NAMED_CONTEXTS = [0, 8] as const;

const NOTHING: EngineFeatures = { heredocs: false, mounts: false, namedContexts: false, metadataFile: false };

/** What one `docker` program can build with, best first. */
export async function probeDocker(
  program: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const answer = await ask(program, ['version', '--format', '{{json .}}'], env, signal);
  const json = readRecord(answer.text);
  const version = textAt(json, 'Client', 'Version');
  const daemonVersion = textAt(json, 'Server', 'Version');
  if (version === undefined || daemonVersion === undefined || !answer.isDone)
    return {
      engines: [],
      unusable: [
        {
          program,
          reason: version === undefined ? "it does not answer as Docker's command line" : answer.complaint,
          hint: 'Start the Docker daemon, or set DOCKER_HOST to where one listens.',
        },
      ],
    };
  const about = { program, version, daemonVersion, env };
  const classic: Engine = { ...about, kind: 'docker-classic', features: NOTHING };
  if (textAt(json, 'Server', 'Os') === 'windows') return { engines: [classic], unusable: [] };
  const frontEnd = {
    heredocs: isAtLeast(daemonVersion, CURRENT_FRONT_END),
    mounts: isAtLeast(daemonVersion, FIRST_MOUNTS),
  };
  const buildx = await ask(program, ['buildx', 'version'], env, signal);
  if (buildx.isDone && /buildx/.test(buildx.text)) {
    const buildxVersion = /v\d\S*/.exec(buildx.text)?.[0] ?? '';
    const namedContexts = frontEnd.heredocs && isAtLeast(buildxVersion, FIRST_NAMED_CONTEXTS);
    const features = { ...frontEnd, namedContexts, metadataFile: true };
    return { engines: [{ ...about, kind: 'buildx', features }, classic], unusable: [] };
  }
  if (isAtLeast(version, WITHOUT_OWN_BUILDKIT)) return { engines: [classic], unusable: [] };
  const features = { ...frontEnd, namedContexts: false, metadataFile: false };
  return { engines: [{ ...about, kind: 'docker-buildkit', features }, classic], unusable: [] };
}
