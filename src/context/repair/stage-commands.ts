// The commands of a Dockerfile's stages, read simply: what RUN executes, cut where a shell begins another command. Scripts that
// are called are not read.
import type { EvaluatedStage } from '../../dockerfile/evaluation/evaluate-build.ts';
import type { StageInstruction } from '../../dockerfile/stages/checked-instruction.ts';
import type { RepairedBuild } from './repaired-build.ts';
import type { CommandTest } from './rules/repair-rule.ts';

interface StageText {
  readonly commands: readonly string[];
  /** Paths that COPY takes from other stages and images, and where it puts them. */
  readonly broughtPaths: readonly string[];
  readonly base: number | undefined;
}

const COMMAND_ENDS = /&&|\|\||[;|\n]/;

/** The stages of one Dockerfile, from all of its targets. */
export class StageCommands {
  readonly #stages = new Map<number, StageText>();

  constructor(builds: readonly RepairedBuild[]) {
    for (const { build } of builds)
      for (const stage of build.stages)
        if (!this.#stages.has(stage.index)) this.#stages.set(stage.index, readStage(stage));
  }

  /** Whether a stage, one that it is built on, or one that is built on it runs such a command. */
  runs(stage: number, { does, not }: CommandTest): boolean {
    return this.#lineOf(stage).some(({ commands }) =>
      commands.some((command) => does.test(command) && not?.test(command) !== true),
    );
  }

  /** Whether such a stage takes a folder of that name from another stage. */
  brings(stage: number, name: string): boolean {
    return this.#lineOf(stage).some(({ broughtPaths }) =>
      broughtPaths.some((path) => path.split('/').includes(name)),
    );
  }

  #lineOf(stage: number): readonly StageText[] {
    const numbers = new Set<number>();
    for (let at: number | undefined = stage; at !== undefined && !numbers.has(at); ) {
      numbers.add(at);
      at = this.#stages.get(at)?.base;
    }
    const above = new Set([stage]);
    for (const [index, { base }] of [...this.#stages].sort(([a], [b]) => a - b))
      if (base !== undefined && above.has(base)) above.add(index);
    return [...new Set([...numbers, ...above])].flatMap((index) => this.#stages.get(index) ?? []);
  }
}

function readStage({ steps, base }: EvaluatedStage): StageText {
  const commands: string[] = [];
  const broughtPaths: string[] = [];
  for (const { expanded } of steps) {
    if (expanded.kind === 'run') commands.push(...readCommands(expanded));
    else if (expanded.kind === 'copy' && expanded.from !== undefined)
      broughtPaths.push(...expanded.sources, expanded.destination);
  }
  return { commands, broughtPaths, base: base.kind === 'stage' ? base.index : undefined };
}

function readCommands({ instruction }: StageInstruction): readonly string[] {
  const { args, isJson, heredocs, joined } = instruction;
  const text = isJson ? args.map(({ value }) => value).join(' ') : joined.replace(/^\s*\w+\s+/, '');
  return [text, ...heredocs.map(({ content }) => content)]
    .flatMap((each) => each.split(COMMAND_ENDS))
    .map((command) => command.trim())
    .filter((command) => command !== '');
}
