// One build from its Dockerfile's path: the file read, its stages linked, its variables expanded.
import { closeSync, openSync, readFileSync } from 'node:fs';
import { decodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import type { BuildInputs } from '../../dockerfile/evaluation/build-inputs.ts';
import { type EvaluatedBuild, evaluateBuild } from '../../dockerfile/evaluation/evaluate-build.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages, type StagedDockerfile } from '../../dockerfile/stages/read-stages.ts';
import { PlimsollError, withSubject } from '../../errors.ts';

/** A Dockerfile and one build of it. */
export interface ReadBuild {
  readonly dockerfilePath: string;
  readonly staged: StagedDockerfile;
  readonly build: EvaluatedBuild;
}

/** Reads and evaluates, the text where it is given instead of the file; throws FILE_UNREADABLE, and DOCKERFILE_INVALID with the file as subject where no builder would build it. */
export function readBuild(dockerfilePath: string, inputs: BuildInputs, text?: string): ReadBuild {
  const bytes =
    text === undefined ? readDockerfileBytes(dockerfilePath, 'Name it with -f.') : Buffer.from(text);
  try {
    const staged = readStages(parseDockerfile(decodeDockerfile(bytes)));
    return { dockerfilePath, staged, build: evaluateBuild(staged, inputs) };
  } catch (error) {
    throw withSubject(error, dockerfilePath);
  }
}

/** A Dockerfile's bytes; throws FILE_UNREADABLE, with the hint where one is given. */
export function readDockerfileBytes(path: string, hint?: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return readFileSync(descriptor);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new PlimsollError(
      'FILE_UNREADABLE',
      code === 'ENOENT' ? 'there is no such Dockerfile' : `the Dockerfile cannot be read (${code})`,
      { subject: path, ...(hint === undefined ? {} : { hint }), cause },
    );
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
