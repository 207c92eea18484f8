// What an image runs, as far as its config tells: a cache is no ballast where the program that reads it is what runs.
import type { ImageLook } from '../rule.ts';
import { perImage } from './per-image.ts';

/** A command has a few words; more than this is not looked at. */
const WORD_LIMIT = 1000;
const WORD_LENGTH_LIMIT = 4096;

/** The words of entrypoint and command; what a shell would take apart is taken apart. */
export const commandWords = perImage((image): readonly string[] =>
  image.command
    .flatMap((argument) => argument.split(/[\s;&|()"'`]+/))
    .filter((word) => word !== '')
    .slice(0, WORD_LIMIT)
    .map((word) => word.slice(0, WORD_LENGTH_LIMIT)),
);

const programNames = perImage(
  (image) => new Set(commandWords(image).map((word) => word.slice(word.lastIndexOf('/') + 1))),
);

/** Whether one of these programs is a word of the entrypoint or command, with or without a path, in a shell or not. */
export function runsProgram(image: ImageLook, ...programs: readonly string[]): boolean {
  const names = programNames(image);
  return programs.some((program) => names.has(program));
}

/** Whether the .NET SDK builds the project when the container starts: `dotnet run` and its kind, not `dotnet APP.dll`. */
export function buildsWithDotnet(image: ImageLook): boolean {
  return (
    runsProgram(image, 'dotnet') && runsProgram(image, 'run', 'watch', 'test', 'build', 'fsi', 'msbuild')
  );
}
