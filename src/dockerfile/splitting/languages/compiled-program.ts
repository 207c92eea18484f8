// What the languages have in common that compile to one program: it, its libraries, and what it reads while it runs.
import { copiesBeside, dataFolders } from '../context-copies.ts';
import type { LanguageAnswer, LanguageId, ReadStage, StageCopy } from '../production-needs.ts';
import { resolvePath } from '../read-commands.ts';
import { folderOf, isKnownAbsent, pathOf } from '../start-path.ts';

/** What a language knows of the programs that it compiles. */
export interface Compiled {
  /** Absolute paths of what commands write. */
  readonly outputs: readonly string[];
  /** Folders into which programs are installed under names that the commands do not tell. */
  readonly folders: readonly string[];
  readonly isStatic: boolean;
}

/** The needs of a stage whose start is one of these programs. */
export function answerCompiled(
  stage: ReadStage,
  language: LanguageId,
  { outputs, folders, isStatic }: Compiled,
): LanguageAnswer {
  const { words } = stage.start;
  const word = words?.[0];
  if (words === undefined || word === undefined)
    return {
      unknown: {
        problem: 'what the image starts is not told: there is no CMD or ENTRYPOINT of plain words',
        hint: 'Write CMD ["PROGRAM"] with the program that is built.',
      },
    };
  const path = pathOf(stage, word) ?? guessPath(word, outputs, folders);
  if (path === undefined || isKnownAbsent(stage, path))
    return {
      unknown: {
        problem: `where '${word}', which the image starts, comes to lie is not known`,
        hint: 'Give --image with an image built from this file, or name the program by its path in CMD.',
      },
    };
  const isBuilt = outputs.includes(path) || folders.some((folder) => path.startsWith(`${folder}/`));
  const named = filesNamed(stage, words.slice(1));
  // What is started is then a script that starts what was built.
  const built = isBuilt ? [path] : outputs.filter((output) => !isKnownAbsent(stage, output));
  if (built.length === 0)
    return {
      unknown: {
        problem: `'${word}', which the image starts, is not what is compiled here`,
        hint: 'Name the program that is built in CMD.',
      },
    };
  const repeated = copiesBeside(stage);
  const fromContext = repeated.some(
    ({ destination }) => destination !== undefined && covers(destination, path),
  );
  return {
    needs: {
      language,
      copies: [
        { paths: built, to: built.length === 1 ? built[0]! : '', what: 'what is built' },
        ...(isBuilt || fromContext ? [] : [{ paths: [path], to: path, what: 'what is started' }]),
        ...named,
        ...dataFolders(stage).filter(({ paths }) => !named.some((copy) => copy.paths[0] === paths[0])),
      ].flatMap(apart),
      repeated,
      linked: isBuilt ? built : [...built, path],
      runtime: 'native',
      runtimePackages: [],
      isStatic: isStatic && isBuilt,
      ...(isBuilt ? {} : { needsShell: true }),
      notes: [],
    },
  };
}

/** Several files are copied one by one: each keeps its path. */
function apart({ paths, to, what }: StageCopy): readonly StageCopy[] {
  return to === '' ? paths.map((path) => ({ paths: [path], to: path, what })) : [{ paths, to, what }];
}

function guessPath(word: string, outputs: readonly string[], folders: readonly string[]): string | undefined {
  const output = outputs.find((each) => each.endsWith(`/${word}`) && /\/s?bin\/[^/]+$/.test(each));
  return output ?? (folders[0] === undefined ? undefined : `${folders[0]}/${word}`);
}

/** Files that the words name, of those that the image or the context has. */
function filesNamed(stage: ReadStage, words: readonly string[]): readonly StageCopy[] {
  const { image, project } = stage.input;
  return words.flatMap((word): readonly StageCopy[] => {
    const name = word.replace(/^--?[\w-]+=/, '');
    const path =
      /[/.]/.test(name) && !/^[\w+.-]+:\/\//.test(name) ? resolvePath(stage.workdir, name) : undefined;
    if (path === undefined || /^\/(?:$|dev\/|proc\/|sys\/|tmp(?:\/|$))/.test(path) || path === stage.workdir)
      return [];
    const isThere =
      image === undefined ? project.has(name.replace(/^\.\//, '')) : image.kindOf(path) !== undefined;
    return isThere ? [{ paths: [path], to: path, what: 'named when it starts' }] : [];
  });
}

function covers(destination: string, path: string): boolean {
  return destination.endsWith('/') ? folderOf(path) === destination : destination === path;
}
