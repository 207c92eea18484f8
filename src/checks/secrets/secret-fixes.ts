// What to do about a secret: it is no longer one, so it is changed first; then what brought it is.
import { isCopied } from '../fixes/copied.ts';

/** How the secret came. */
export interface SecretOrigin {
  readonly instruction: string | null;
  readonly isHidden: boolean;
  readonly isInherited: boolean;
  readonly path: string;
}

const ROTATE = 'Replace it where it was issued: whoever could pull the image has it.';
const MOUNT = 'RUN --mount=type=secret';

/** The fix for a secret in a file. */
export function fixFile(origin: SecretOrigin): string {
  if (origin.isInherited) return `${ROTATE} Then tell whoever builds the base image.`;
  const { instruction, path, isHidden } = origin;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const copied = /^[\w.+-]+$/.test(name) ? `add \`**/${name}\` to .dockerignore` : 'add it to .dockerignore';
  const bring = isCopied({ instruction, folder: '', paths: [], neededPaths: [] })
    ? `Then ${copied}; what a RUN needs of it, hand in with ${MOUNT}.`
    : instruction?.startsWith('RUN') === true
      ? `Then hand it to the RUN with ${MOUNT}, which leaves nothing in the layer.`
      : `Then keep it out of what is copied, and hand it to those RUNs that need it with ${MOUNT}.`;
  const hidden = isHidden
    ? ' Deleting it in a later layer takes nothing away: build again without it, or squash the image.'
    : '';
  return `${ROTATE} ${bring}${hidden}`;
}

/** The fix for a secret in the config. */
export function fixPlace(place: string): string {
  switch (place) {
    case 'Env':
      return `${ROTATE} Then do not set it with ENV: hand it to a RUN with ${MOUNT}, and to the container when it starts.`;
    case 'history':
      return `${ROTATE} Then do not pass it as ARG or in a command, which the history keeps: hand it in with ${MOUNT}.`;
    case 'Labels':
    case 'annotations':
      return `${ROTATE} Then build without it: labels and annotations are shown to everybody.`;
    default:
      return `${ROTATE} Then hand it to the container when it starts.`;
  }
}
