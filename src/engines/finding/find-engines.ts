// Which engines are on this machine, and which of them a build is given to.
import { PlimsollError } from '../../errors.ts';
import type { Engine, EngineFeatures, EngineKind, Environment } from '../engine.ts';
import { findPrograms } from '../program/find-programs.ts';
import { ENGINE_NAMES, type EngineName } from './engine-names.ts';
import type { Probed, UnusableEngine } from './probe.ts';
import { probeDocker } from './probe-docker.ts';
import { probeBuildctl, probeContainers } from './probe-others.ts';

/** All that was found on PATH. */
export interface FoundEngines {
  /** Those that can build now; current BuildKit first, Docker's classic builder after all others. */
  readonly engines: readonly Engine[];
  readonly unusable: readonly UnusableEngine[];
}

/** Best first: what builds as most projects are built, then what builds at all. */
const ORDER: readonly EngineKind[] = [
  'buildx',
  'docker-buildkit',
  'buildctl',
  'podman',
  'buildah',
  'docker-classic',
];

/** Asks every engine's program on PATH what it is. Throws ABORTED only. */
export async function findEngines(env: Environment, signal?: AbortSignal): Promise<FoundEngines> {
  const probes: Promise<Probed>[] = [];
  const add = (name: EngineName, probe: (program: string) => Promise<Probed>): void => {
    for (const program of findPrograms(name, env)) probes.push(guard(program, probe(program)));
  };
  add('docker', (program) => probeDocker(program, env, signal));
  add('buildctl', (program) => probeBuildctl(program, env, signal));
  add('podman', (program) => probeContainers('podman', program, env, signal));
  add('buildah', (program) => probeContainers('buildah', program, env, signal));
  const probed = await Promise.all(probes);
  return {
    engines: probed
      .flatMap(({ engines }) => engines)
      .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)),
    unusable: probed.flatMap(({ unusable }) => unusable),
  };
}

/** The best engine of that name, or of any; one that can what is needed. Throws ENGINE_UNREACHABLE, telling what there is. */
export function chooseEngine(
  { engines, unusable }: FoundEngines,
  name?: EngineName,
  needs: readonly (keyof EngineFeatures)[] = [],
): Engine {
  const named = engines.filter(({ kind }) => name === undefined || nameOf(kind) === name);
  const chosen = named.find(({ features }) => needs.every((need) => features[need]));
  if (chosen !== undefined) return chosen;
  if (named.length > 0)
    throw new PlimsollError('ENGINE_REFUSED', `no engine here can ${needs.map(tellNeed).join(' and ')}`, {
      subject: named[0]!.program,
      hint: 'A current Docker with buildx, BuildKit with buildctl, or podman can.',
    });
  const broken = unusable.find(({ program }) => name === undefined || program.includes(name));
  if (broken !== undefined)
    throw new PlimsollError('ENGINE_UNREACHABLE', broken.reason || 'it does not answer', {
      subject: broken.program,
      hint: broken.hint,
    });
  throw new PlimsollError('ENGINE_UNREACHABLE', 'no engine that builds images is on PATH', {
    subject: name ?? ENGINE_NAMES.join(', '),
    hint: 'Install Docker, BuildKit (buildctl), podman or buildah.',
  });
}

/** The name under which a user asks for an engine of that kind. */
export function nameOf(kind: EngineKind): EngineName {
  return kind === 'buildx' || kind === 'docker-buildkit' || kind === 'docker-classic' ? 'docker' : kind;
}

/** A program that cannot even be started does not hide the others. */
async function guard(program: string, probe: Promise<Probed>): Promise<Probed> {
  try {
    return await probe;
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
    return {
      engines: [],
      unusable: [{ program, reason: error.message, hint: error.hint ?? 'See that it is installed.' }],
    };
  }
}

function tellNeed(need: keyof EngineFeatures): string {
  const words: Readonly<Record<keyof EngineFeatures, string>> = {
    heredocs: 'read heredocs',
    mounts: 'mount caches and secrets',
    namedContexts: 'take named contexts',
    metadataFile: 'write a metadata file',
  };
  return words[need];
}
