// Where a Dockerfile names images that it is built on or takes files from: the FROM of every stage, COPY --from, RUN --mount=from.

import { type BuildInputs, predefinedArgs } from '../../../../dockerfile/evaluation/build-inputs.ts';
import { globalValues } from '../../../../dockerfile/evaluation/global-args.ts';
import { readImageName } from '../../../../dockerfile/evaluation/image-name.ts';
import { expandAt } from '../../../../dockerfile/evaluation/link-stages.ts';
import type { InstructionFlag, TextRange } from '../../../../dockerfile/parsing/instruction.ts';
import type { Stage, StagedDockerfile } from '../../../../dockerfile/stages/read-stages.ts';
import { fromOfMount } from '../../../../dockerfile/stages/run-mount.ts';
import { PlimsollError } from '../../../../errors.ts';

/** One place at which an image is named. */
export interface BaseName {
  readonly kind: 'from' | 'copy-from' | 'mount-from';
  /** As the file writes it. */
  readonly written: string;
  /** With arguments put in. */
  readonly expanded: string;
  /** The name in full, with its tag or digest. */
  readonly reference: string;
  /** Where the name alone stands. */
  readonly range: TextRange;
  readonly line: number;
  readonly stageIndex: number;
}

/** All of them, in the order of the file; names of stages are none. Throws DOCKERFILE_INVALID. */
export function findBaseNames(staged: StagedDockerfile, inputs: BuildInputs): readonly BaseName[] {
  const { escape: escapeToken, source } = staged.dockerfile;
  const { stages } = staged;
  const globals = globalValues(staged, predefinedArgs(inputs, stages.at(-1)!.name), inputs);
  const found: BaseName[] = [];
  const add = (
    kind: BaseName['kind'],
    { index }: Stage,
    written: string,
    expanded: string,
    range: TextRange,
    line: number,
  ): void => {
    const reference = readImageName(expanded)?.full;
    if (reference === undefined || expanded === 'scratch') return;
    found.push({ kind, written, expanded, reference, range, line, stageIndex: index });
  };
  const allNames = new Set(stages.flatMap(({ name }) => (name === undefined ? [] : [name])));
  for (const stage of stages) {
    const { from, index } = stage;
    const line = from.instruction.startLine;
    const expanded = expandAt(from.base, (name) => globals.get(name), escapeToken, line);
    const isStage = stages.slice(0, index).some(({ name }) => name === expanded);
    const { args } = from.instruction;
    if (!isStage) add('from', stage, from.base, expanded, args[0]!, line);
    for (const step of stage.instructions) {
      const at = step.instruction.startLine;
      if (step.kind === 'copy' && step.from !== undefined) {
        if (isStageOf(step.from, allNames)) continue;
        const flag = step.instruction.flags.find(({ name }) => name === 'from')!;
        add('copy-from', stage, step.from, step.from, rangeIn(source.text, flag, step.from, at), at);
      }
      if (step.kind !== 'run') continue;
      for (const flag of step.instruction.flags.filter(({ name }) => name === 'mount')) {
        const name = fromOfMount(flag.value ?? '', at);
        if (name === undefined || isStageOf(name, allNames)) continue;
        add('mount-from', stage, name, name, rangeIn(source.text, flag, name, at), at);
      }
    }
  }
  return found;
}

/** The image at the bottom of the stages that a target is made of; undefined for scratch. */
export function findFinalBase(
  { stages }: StagedDockerfile,
  names: readonly BaseName[],
  target: string | undefined,
): BaseName | undefined {
  let stage =
    target === undefined || target === ''
      ? stages.at(-1)
      : stages.find(({ name }) => name === target.toLowerCase());
  while (stage !== undefined) {
    const { index, from } = stage;
    const own = names.find(({ kind, stageIndex }) => kind === 'from' && stageIndex === index);
    if (own !== undefined) return own;
    stage = stages.slice(0, index).findLast(({ name }) => name === from.base);
  }
  return undefined;
}

/** COPY --from and mounts find stages by number, and by name in any case. */
function isStageOf(name: string, names: ReadonlySet<string>): boolean {
  return /^[+-]?\d+$/.test(name) || names.has(name.toLowerCase()) || /^scratch$/i.test(name);
}

/** Where `from=NAME` has its name within a flag. */
function rangeIn(text: string, { start, end }: InstructionFlag, name: string, line: number): TextRange {
  const written = text.slice(start, end);
  const key = `from=${name}`;
  const at = written.lastIndexOf(key);
  const before = written[at - 1];
  const isAlone = at > 0 && (before === ',' || before === '"' || before === '-' || before === '=');
  const after = written[at + key.length];
  if (!isAlone || (after !== undefined && !/[,"\s]/.test(after)))
    throw new PlimsollError('DOCKERFILE_INVALID', `the name ${name} cannot be found in its flag`, {
      line,
      hint: 'Write --from=NAME and from=NAME without quotes within.',
    });
  const from = start + at + 'from='.length;
  return { start: from, end: from + name.length };
}
