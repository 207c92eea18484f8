// What an image runs, as far as its config tells: a cache is no ballast where the program that reads it is what runs.
import type { ImageLook } from '../rule.ts';

/** Whether one of these programs is a word of the entrypoint or command, with or without a path, in a shell or not. */
export function runsProgram(image: ImageLook, ...programs: readonly string[]): boolean {
  return commandWords(image).some((word) => programs.includes(word.slice(word.lastIndexOf('/') + 1)));
}

/** The words of entrypoint and command; what a shell would take apart is taken apart. */
export function commandWords(image: ImageLook): readonly string[] {
  return image.command.flatMap((argument) => argument.split(/[\s;&|()"'`]+/)).filter((word) => word !== '');
}

/** Whether the .NET SDK builds the project when the container starts: `dotnet run` and its kind, not `dotnet APP.dll`. */
export function buildsWithDotnet(image: ImageLook): boolean {
  return (
    runsProgram(image, 'dotnet') &&
    commandWords(image).some((word) => /^(?:run|watch|test|build|fsi|msbuild)$/.test(word))
  );
}
