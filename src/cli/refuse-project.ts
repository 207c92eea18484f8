// A project folder or a Dockerfile is no image; whoever names one is told what can be checked.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../errors.ts';

const DOCKERFILE_NAME =
  /(?:^|[\\/])(?:Dockerfile|Containerfile)(?:\.[^\\/]+)?$|\.(?:dockerfile|containerfile)$/i;

/** What could be an image's name as well as a path's. */
const IMAGE_NAME = /^[a-z0-9][a-z0-9_-]*(?:\/[a-z0-9][a-z0-9_-]*)*$/;

/** Throws NOT_AN_IMAGE where the text names a Dockerfile, or a folder that holds one and is no OCI layout; USAGE for no text. */
export async function refuseProject(text: string): Promise<void> {
  if (text === '')
    throw new PlimsollError('USAGE', 'the name of the image is empty', {
      hint: 'Where it stands in a variable, see that this is set.',
    });
  if (DOCKERFILE_NAME.test(text) && (await exists(text))) throw notAnImage(text, 'a Dockerfile');
  const holds = (name: string): Promise<boolean> => exists(join(text, name));
  if (await holds('index.json')) return;
  if ((await holds('Dockerfile')) || (await holds('Containerfile')))
    throw notAnImage(text, 'a project folder');
}

function notAnImage(text: string, what: string): PlimsollError {
  return new PlimsollError('NOT_AN_IMAGE', `this is ${what}; images can be checked, by name or as a file`, {
    subject: text,
    hint: IMAGE_NAME.test(text)
      ? `Build the image and name it: plimsoll check NAME, or docker-daemon:${text} where ${text} is its name.`
      : 'Build the image and name it: plimsoll check NAME, or ./image.tar.',
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
