// A Dockerfile's stages, or what it is instead: a template that something else makes Dockerfiles of, or a file that is wrong.
import { type DockerfileText, decodeDockerfile } from '../../../dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages, type StagedDockerfile } from '../../../dockerfile/stages/read-stages.ts';
import { PlimsollError } from '../../../errors.ts';

/** What reading a Dockerfile gave. */
export type StagedReading =
  | { readonly kind: 'staged'; readonly staged: StagedDockerfile }
  | { readonly kind: 'template' | 'unreadable'; readonly message: string; readonly line?: number };

const MARK = /\{\{|\{%|<%|@[A-Za-z_][A-Za-z0-9_]*@/;
const MARK_IN_FROM = new RegExp(`^[ \\t]*(?:FROM|ARG)[ \\t][^\\n]*(?:${MARK.source})`, 'im');
const MARK_AT_START = /^[ \t]*(?:\{\{|\{%|<%)/m;

/** Reads bytes or text. */
export function readStaged(source: Uint8Array | DockerfileText): StagedReading {
  let text: DockerfileText;
  try {
    text = source instanceof Uint8Array ? decodeDockerfile(source) : source;
  } catch (error) {
    return toReading(error);
  }
  const inFrom = MARK_IN_FROM.exec(text.text);
  if (inFrom !== null) return toTemplate(text.text, inFrom.index);
  try {
    return { kind: 'staged', staged: readStages(parseDockerfile(text)) };
  } catch (error) {
    const atStart = MARK_AT_START.exec(text.text);
    return atStart === null ? toReading(error) : toTemplate(text.text, atStart.index);
  }
}

/** What an error of ours says; others are thrown again. */
export function toReading(
  error: unknown,
): Extract<StagedReading, { readonly kind: 'template' | 'unreadable' }> {
  if (!(error instanceof PlimsollError)) throw error;
  return {
    kind: 'unreadable',
    message: error.message,
    ...(error.line === undefined ? {} : { line: error.line }),
  };
}

function toTemplate(text: string, offset: number): StagedReading {
  const line = text.slice(0, offset).split('\n').length;
  return { kind: 'template', message: 'it is a template: which images it makes is not known', line };
}
