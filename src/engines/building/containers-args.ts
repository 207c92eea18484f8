// The command line of `podman build` and `buildah build`, which is the same.
import { PlimsollError } from '../../errors.ts';
import type { BuildNotes } from './build-image.ts';
import { type BuildRequest, pairArgs } from './build-request.ts';

/** Arguments for a build whose image stays in the storage of both programs. */
export function containersArgs(request: BuildRequest, { idPath }: BuildNotes): readonly string[] {
  const { contextFolder, dockerfilePath, target, buildArgs, namedContexts, secrets } = request;
  const { platform, tags = [], labels, network, noCache } = request;
  return [
    'build',
    '--layers',
    '--iidfile',
    idPath,
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
    ...pairSecrets(secrets),
    '--',
    contextFolder,
  ];
}

/** Both split at every comma, whatever stands around it. */
function pairSecrets(secrets: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.entries(secrets ?? {}).flatMap(([id, path]) => {
    if (path.includes(','))
      throw new PlimsollError('ENGINE_REFUSED', 'it takes no secret from a path with a comma', {
        subject: path,
        hint: 'Give the file another name.',
      });
    return ['--secret', `id=${id},src=${path}`];
  });
}
