// Whether what a user names is a project, whose build context can be checked: a folder with a Dockerfile, or a Dockerfile.
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A project: its folder, and its Dockerfile where that was named. */
export interface Project {
  readonly folder: string;
  readonly file: string | undefined;
}

const DOCKERFILE_NAME =
  /(?:^|[\\/])(?:Dockerfile|Containerfile)(?:\.[^\\/]+)?$|\.(?:dockerfile|containerfile)$/i;

/** The project; undefined for what is none, such as an OCI layout that has a Dockerfile beside. */
export async function findProject(text: string): Promise<Project | undefined> {
  if (text === '') return undefined;
  if (DOCKERFILE_NAME.test(text) && (await isThere(text))) return { folder: dirname(text), file: text };
  if (await isThere(join(text, 'index.json'))) return undefined;
  const names = ['Dockerfile', 'dockerfile', 'Containerfile'];
  const found = await Promise.all(names.map((name) => isThere(join(text, name))));
  return found.includes(true) ? { folder: text, file: undefined } : undefined;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
