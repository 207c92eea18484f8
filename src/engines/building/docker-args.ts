// The command line of `docker build`, for the three builders behind it.
import type { EngineKind } from '../engine.ts';
import type { BuildNotes } from './build-image.ts';
import { type BuildRequest, pairArgs, secretArgs } from './build-request.ts';

/** Arguments for a build whose image stays in the engine. */
export function dockerArgs(kind: EngineKind, request: BuildRequest, notes: BuildNotes): readonly string[] {
  const { contextFolder, dockerfilePath, target, buildArgs, namedContexts, secrets } = request;
  const { platform, tags = [], labels, network, noCache } = request;
  return [
    ...(kind === 'buildx'
      ? // Provenance would make an index of what is one image.
        ['buildx', 'build', '--load', '--provenance=false', '--metadata-file', notes.metadataPath]
      : ['build']),
    ...(kind === 'docker-classic' ? [] : ['--progress', 'plain']),
    '--iidfile',
    notes.idPath,
    '--file',
    dockerfilePath,
    ...(target === undefined ? [] : ['--target', target]),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(network === undefined ? [] : ['--network', network]),
    ...(noCache === true ? ['--no-cache'] : []),
    ...tags.flatMap((tag) => ['--tag', tag]),
    ...pairArgs('--label', labels),
    ...pairArgs('--build-arg', buildArgs),
    ...pairArgs('--build-context', namedContexts),
    ...secretArgs(secrets),
    '--',
    contextFolder,
  ];
}
