// Splits a Dockerfile that is written in a test, with the files of a context and an image made of plain data.
import { decodeDockerfile } from '../../../src/dockerfile/dockerfile-text.ts';
import { modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import { parseDockerfile } from '../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { type SplitOutcome, splitDockerfile } from '../../../src/dockerfile/splitting/split-dockerfile.ts';
import type {
  ImageFacts,
  LinkedLibrary,
  ProjectFiles,
} from '../../../src/dockerfile/splitting/split-input.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';

/** Files by their paths. */
export function makeProject(files: Readonly<Record<string, string>>): ProjectFiles {
  const names = Object.keys(files);
  return {
    has: (path) => names.some((name) => name === path || name.startsWith(`${path}/`)),
    list: (folder) => {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = names.filter((name) => name.startsWith(prefix));
      return [...new Set(below.map((name) => name.slice(prefix.length).split('/')[0]!))].sort();
    },
    read: (path) => files[path],
  };
}

/** An image: paths of files, and the libraries of those that are linked. */
export function makeImage(
  files: readonly string[],
  libraries: readonly LinkedLibrary[] = [],
  loaders: readonly string[] = [],
  missing: readonly string[] = [],
): ImageFacts {
  const list = (folder: string): readonly string[] => {
    const below = files.filter((path) => path.startsWith(`${folder}/`));
    return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))].sort();
  };
  const kindOf = (path: string): 'file' | 'folder' | undefined =>
    files.includes(path) ? 'file' : list(path).length > 0 ? 'folder' : undefined;
  return {
    kindOf,
    list,
    findProgram: (name) =>
      ['/usr/local/bin', '/usr/bin']
        .map((folder) => `${folder}/${name}`)
        .find((path) => files.includes(path)),
    linkingOf: () => ({ elfFiles: 1, loaders, libraries, missing }),
    packages: new Set(['libc6']),
  };
}

/** Splits a text. */
export function splitText(
  text: string,
  {
    files = {},
    image,
    base,
    onDistribution,
  }: {
    files?: Readonly<Record<string, string>>;
    image?: ImageFacts;
    base?: string;
    onDistribution?: boolean;
  } = {},
): SplitOutcome {
  const dockerfile = parseDockerfile(decodeDockerfile(Buffer.from(text)));
  return splitDockerfile(modelDockerfile(readStages(dockerfile)), {
    project: makeProject(files),
    ...(image === undefined ? {} : { image }),
    ...(base === undefined ? {} : { base }),
    ...(onDistribution === undefined ? {} : { onDistribution }),
  });
}
