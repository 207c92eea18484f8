// Short ways to a parsed Dockerfile, for tests.
import { decodeDockerfile } from '../../src/dockerfile/dockerfile-text.ts';
import type { BuildInputs } from '../../src/dockerfile/evaluation/build-inputs.ts';
import { type EvaluatedBuild, evaluateBuild } from '../../src/dockerfile/evaluation/evaluate-build.ts';
import type { Dockerfile } from '../../src/dockerfile/parsing/instruction.ts';
import { parseDockerfile } from '../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../src/dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../src/errors.ts';

export function parseText(text: string): Dockerfile {
  return parseDockerfile(decodeDockerfile(Buffer.from(text)));
}

export function build(text: string, inputs: BuildInputs = {}): EvaluatedBuild {
  return evaluateBuild(readStages(parseText(text)), { platform: 'linux/amd64', ...inputs });
}

/** The paths of the main context that are sent: `nothing`, `everything`, or the list. */
export function sentPaths(
  text: string,
  inputs: BuildInputs = {},
): 'nothing' | 'everything' | readonly string[] {
  const { isSent, followPaths } = build(text, inputs).mainContext;
  return isSent ? (followPaths ?? 'everything') : 'nothing';
}

/** Code, line and message of the error that an action ends with. */
export function errorOf(action: () => unknown): { code: string; line: number | undefined; message: string } {
  try {
    action();
  } catch (error) {
    if (error instanceof PlimsollError) return { code: error.code, line: error.line, message: error.message };
    throw error;
  }
  throw new Error('there was no error');
}
