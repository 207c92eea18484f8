// A project folder or a Dockerfile is no image; whoever names one is told what can be checked.
import { PlimsollError } from '../errors.ts';
import { findProject } from './find-project.ts';

/** What could be an image's name as well as a path's. */
const IMAGE_NAME = /^[a-z0-9][a-z0-9_-]*(?:\/[a-z0-9][a-z0-9_-]*)*$/;

/** Throws NOT_AN_IMAGE where the text names a Dockerfile, or a folder that holds one and is no OCI layout; USAGE for no text. */
export async function refuseProject(text: string): Promise<void> {
  if (text === '')
    throw new PlimsollError('USAGE', 'the name of the image is empty', {
      hint: 'Where it stands in a variable, see that this is set.',
    });
  const project = await findProject(text);
  if (project !== undefined)
    throw notAnImage(text, project.file === undefined ? 'a project folder' : 'a Dockerfile');
}

function notAnImage(text: string, what: string): PlimsollError {
  return new PlimsollError(
    'NOT_AN_IMAGE',
    `this is ${what}, and images are asked for, by name or as a file`,
    {
      subject: text,
      hint: IMAGE_NAME.test(text)
        ? `Name the image: plimsoll image NAME, or docker-daemon:${text} where ${text} is its name.`
        : 'Name the image: plimsoll image NAME, or ./image.tar. What its build sends is told by plimsoll context and plimsoll check.',
    },
  );
}
