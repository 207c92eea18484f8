// Real Dockerfiles that lie on this machine, and those of BuildKit's own tests.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './ask-buildkit.ts';

const FOLDERS = (process.env.PLIMSOLL_DOCKERFILES ?? '/work/peers').split(':');
const NAME = /^(?:dockerfile|containerfile)(?:$|[.\-_])|\.dockerfile$/i;

function filesBelow(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => isWanted(name))
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  } catch {
    return [];
  }
}

/** All texts of the corpus by path. */
export function readCorpus(): ReadonlyMap<string, string> {
  const parser = join(CHECKOUT, 'frontend/dockerfile/parser');
  const paths = [
    ...filesBelow(parser, (name) => name.startsWith('testfile')),
    ...FOLDERS.flatMap((folder) =>
      filesBelow(
        folder,
        (name) =>
          NAME.test(name.split('/').at(-1)!) &&
          !name.includes('node_modules') &&
          !/\.(?:go|md|dockerignore)$/.test(name),
      ),
    ),
    // Dockerfiles that stand in Go tests, between backquotes.
  ];
  const texts = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  for (const path of filesBelow(join(CHECKOUT, 'frontend/dockerfile'), (name) => name.endsWith('_test.go'))) {
    const found = readFileSync(path, 'utf8').matchAll(/`([^`]*\b(?:FROM|RUN|COPY)\b[^`]*)`/g);
    for (const [i, match] of [...found].entries()) texts.set(`${path}#${i}`, match[1]!);
  }
  return texts;
}
