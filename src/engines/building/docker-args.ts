// The command line of `docker build`, for the three builders behind it.
import type { EngineKind } from '../engine.ts';
import type { BuildNotes } from './build-image.ts';
import { type BuildRequest, secretArgs, sharedArgs } from './build-request.ts';

/** Arguments for a build whose image stays in the engine. */
export function dockerArgs(kind: EngineKind, request: BuildRequest, notes: BuildNotes): readonly string[] {
  const { contextFolder, secrets } = request;
  return [
    ...(kind === 'buildx'
      ? // Provenance would make an index of what is one image.
        ['buildx', 'build', '--load', '--provenance=false', '--metadata-file', notes.metadataPath]
      : ['build']),
    ...(kind === 'docker-classic' ? [] : ['--progress', 'plain']),
    ...sharedArgs(request, notes.idPath),
    ...secretArgs(secrets),
    '--',
    contextFolder,
  ];
}
