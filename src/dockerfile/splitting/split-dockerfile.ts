// The two-stage form of a Dockerfile of one stage: what is there becomes the stage `development` as it stands, and behind it
// comes `production`, which takes over what running needs.
import { applyEdits, type TextEdit } from '../editing/text-edit.ts';
import type { DockerfileModel, ModelStage } from '../model/dockerfile-model.ts';
import { isCompilerPackage } from './build-packages.ts';
import { chooseBase, type ProductionBase } from './choose-base.ts';
import { readContextCopies } from './context-copies.ts';
import { installedPackages } from './installed-packages.ts';
import { isWritable } from './instruction-text.ts';
import { LANGUAGES } from './languages/languages.ts';
import type { ProductionNeeds, ReadStage } from './production-needs.ts';
import { firstFolder, readCommands, resolvePath } from './read-commands.ts';
import type { SplitInput } from './split-input.ts';
import { readStart } from './start-command.ts';
import { STAGE_NAMES, writeStages } from './write-stages.ts';

/** The split, or why there is none. */
export type SplitOutcome =
  | {
      readonly kind: 'split';
      readonly needs: ProductionNeeds;
      readonly base: ProductionBase;
      readonly edits: readonly TextEdit[];
      /** The file with the edits applied. */
      readonly text: string;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'no-gain';
      readonly language: string;
      readonly reason: string;
      readonly instead?: string;
    }
  | { readonly kind: 'unknown'; readonly problem: string; readonly hint: string; readonly line?: number };

/** Splits; pure but for what the input looks up. */
export function splitDockerfile(model: DockerfileModel, input: SplitInput): SplitOutcome {
  const refusal = refuse(model);
  if (refusal !== undefined) return { kind: 'unknown', ...refusal };
  const stage = readStage(model.stages[0]!, input, model.staged.dockerfile.source.text);
  const language = LANGUAGES.find((each) => each.isSpoken(stage));
  if (language === undefined) return withoutLanguage(stage);
  const answer = language.answer(stage);
  if ('noGain' in answer) return { kind: 'no-gain', ...answer.noGain };
  if ('unknown' in answer) return { kind: 'unknown', ...answer.unknown };
  const { needs } = answer;
  const base = chooseBase(stage, needs);
  if ('problem' in base) return { kind: 'unknown', ...base };
  const problem = findProblem(stage, needs, base);
  if (problem !== undefined) return { kind: 'unknown', ...problem };
  return write(model, stage, needs, base);
}

function refuse({
  stages,
  staged,
}: DockerfileModel): { problem: string; hint: string; line?: number } | undefined {
  const [first, second] = stages;
  if (second !== undefined)
    return {
      problem: `it has ${stages.length} stages already`,
      hint: 'Splitting is for files of one stage.',
      line: second.from.instruction.startLine,
    };
  if (staged.dockerfile.escape !== '\\')
    return {
      problem: 'its escape character is that of Windows',
      hint: 'Splitting knows Linux images.',
    };
  if (first!.name === STAGE_NAMES.production)
    return { problem: 'its stage is called production already', hint: 'Give it another name, or none.' };
  const triggered = first!.steps.find(({ evaluated }) => evaluated.isTriggered);
  return triggered === undefined
    ? undefined
    : {
        problem: 'the base image adds instructions of its own (ONBUILD)',
        hint: 'Split the image that it comes from.',
      };
}

/** What would make a file that does not build, or that says something else than it should. */
function findProblem(
  { workdir, input: { image } }: ReadStage,
  { copies, middle }: ProductionNeeds,
  { from, libraries, loaders }: ProductionBase,
): { problem: string; hint: string } | undefined {
  const paths = copies.flatMap((copy) => copy.paths);
  const words = [from, workdir, ...paths, ...loaders, ...libraries.map(({ path }) => path)];
  if (!words.every(isWritable))
    return { problem: 'a path has control characters', hint: 'No Dockerfile can name it.' };
  // What a stage between makes is in no image yet.
  const absent =
    image === undefined || middle !== undefined
      ? undefined
      : paths.find((path) => !path.includes('*') && image.kindOf(path) === undefined);
  return absent === undefined
    ? undefined
    : { problem: `the image has no ${absent}`, hint: 'See that it was built from this file as it is.' };
}

function readStage(stage: ModelStage, input: SplitInput, source: string): ReadStage {
  const commands = readCommands(stage);
  let workdir = firstFolder(stage);
  for (const { evaluated } of stage.steps)
    if (evaluated.expanded.kind === 'workdir')
      workdir = resolvePath(workdir, evaluated.expanded.text) ?? workdir;
  return {
    stage,
    commands,
    packages: installedPackages(stage),
    start: readStart(stage),
    contextCopies: readContextCopies(stage),
    workdir,
    input,
    source,
  };
}

/** Nothing that is known compiles: an answer only where nothing else hints at it. */
function withoutLanguage({ start, packages, stage: { steps } }: ReadStage): SplitOutcome {
  const compilers = packages.filter(isCompilerPackage);
  const compile = steps.flatMap(({ effects }) => effects).find(({ kind }) => kind === 'compile');
  if (compilers.length > 0 || compile !== undefined)
    return {
      kind: 'unknown',
      problem: `something is compiled (${compile?.program ?? compilers.slice(0, 3).join(', ')}), but what it makes is not told`,
      hint: 'Splitting knows Go, Rust, C, C++, Java, .NET, TypeScript, Python, PHP and Ruby.',
    };
  const program = start.words?.[0]?.replace(/^.*\//, '') ?? 'a shell';
  return {
    kind: 'no-gain',
    language: program,
    reason: `Nothing is compiled here: ${packages.length === 0 ? 'no package is installed' : 'the packages that are installed are what runs'}, and ${program} runs what is copied. A second stage would take over all of it.`,
  };
}

function write(
  { staged }: DockerfileModel,
  stage: ReadStage,
  needs: ProductionNeeds,
  base: ProductionBase,
): SplitOutcome {
  const { text } = staged.dockerfile.source;
  const { from } = stage.stage;
  const build = stage.stage.name ?? STAGE_NAMES.development;
  const lineEnd = /\r\n/.test(text) ? '\r\n' : '\n';
  const lines = writeStages(stage, needs, base, build);
  const isEnded = /\n$/.test(text);
  const edits: readonly TextEdit[] = [
    ...(stage.stage.name === undefined
      ? [
          {
            start: from.instruction.args.at(-1)!.end,
            end: from.instruction.args.at(-1)!.end,
            text: ` AS ${build}`,
          },
        ]
      : []),
    {
      start: text.length,
      end: text.length,
      text: `${isEnded ? '' : lineEnd}${lines.join('\n').replaceAll('\n', lineEnd)}${isEnded ? lineEnd : ''}`,
    },
  ];
  return {
    kind: 'split',
    needs,
    base,
    edits,
    text: applyEdits(text, edits),
    notes: [...needs.notes, ...base.notes],
  };
}
