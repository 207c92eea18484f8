// The command line of `podman build` and `buildah build`, which is the same.
import { PlimsollError } from '../../errors.ts';
import type { BuildNotes } from './build-image.ts';
import { type BuildRequest, sharedArgs } from './build-request.ts';

/** Arguments for a build whose image stays in the storage of both programs. */
export function containersArgs(request: BuildRequest, { idPath }: BuildNotes): readonly string[] {
  const { contextFolder, secrets, insecure } = request;
  const pulling = insecure === true ? ['--tls-verify=false'] : [];
  const shared = sharedArgs(request, idPath);
  return ['build', '--layers', ...pulling, ...shared, ...pairSecrets(secrets), '--', contextFolder];
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
