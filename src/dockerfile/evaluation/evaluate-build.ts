// One build of a Dockerfile: its stages linked, its variables expanded, its uses of contexts found (dockerfile2llb).
import { PlimsollError } from '../../errors.ts';
import { quoteShort } from '../parsing/split-words.ts';
import type { StagedDockerfile } from '../stages/read-stages.ts';
import { type BuildInputs, predefinedArgs } from './build-inputs.ts';
import { type ContextTransfer, type ContextUse, sumUses } from './context-use.ts';
import { type EvaluatedStep, StepEvaluator } from './evaluate-step.ts';
import { globalValues } from './global-args.ts';
import { readImageName } from './image-name.ts';
import { reachableFrom, StageLinker } from './link-stages.ts';
import { readImageTrigger, readTrigger } from './onbuild-triggers.ts';
import { StageEnvironment } from './stage-environment.ts';
import { baseOf, type StageBase, type StageState } from './stage-state.ts';

/** A stage that the target needs, as it is built. */
export interface EvaluatedStage {
  readonly index: number;
  readonly name?: string;
  readonly base: StageBase;
  readonly platform?: string;
  readonly isTarget: boolean;
  /** Its instructions with all values expanded, those of ONBUILD first. */
  readonly steps: readonly EvaluatedStep[];
  /** False where the base image's variables are not known, so that a name without value may have one. */
  readonly isBaseKnown: boolean;
}

/** A named context that the build uses. */
export interface NamedContextTransfer extends ContextTransfer {
  readonly name: string;
  /** What the user gave for it. */
  readonly value: string;
}

/** What a build does, as far as its Dockerfile tells. */
export interface EvaluatedBuild {
  /** The stages that the target needs, in their order. What a named context replaces is not among them. */
  readonly stages: readonly EvaluatedStage[];
  readonly mainContext: ContextTransfer;
  readonly namedContexts: readonly NamedContextTransfer[];
}

/** Evaluates a build; throws DOCKERFILE_INVALID where BuildKit would refuse it. */
export function evaluateBuild(staged: StagedDockerfile, inputs: BuildInputs = {}): EvaluatedBuild {
  return new Evaluation(staged, inputs).run();
}

/** Variables that stages take over, counted for each stage: no file that is written by hand comes near. */
const INHERITED_LIMIT = 2_000_000;

class Evaluation {
  readonly #staged: StagedDockerfile;
  readonly #inputs: BuildInputs;
  readonly #globals: ReadonlyMap<string, string>;
  readonly #linker: StageLinker;
  readonly #environments = new Map<StageState, StageEnvironment>();
  readonly #resolved = new Set<StageState>();
  /** What can be copied from. */
  readonly #done = new Set<StageState>();
  /** Variables that stages took over so far. */
  #inherited = 0;
  /** The stages and images that a stage takes files from. */
  readonly #reads = new Map<StageState, Set<StageState>>();
  readonly #mainUses: ContextUse[] = [];
  readonly #roots = new Map<StageState, StageState>();
  /** Uses of what is no stage of the file, by the state at the bottom of its stages. */
  readonly #usesByRoot = new Map<StageState, ContextUse[]>();

  constructor(staged: StagedDockerfile, inputs: BuildInputs) {
    this.#staged = staged;
    this.#inputs = inputs;
    const { escape: escapeToken } = staged.dockerfile;
    const predefined = predefinedArgs(inputs, staged.stages.at(-1)!.name);
    this.#globals = globalValues(staged, predefined, inputs);
    this.#linker = new StageLinker(inputs, escapeToken);
  }

  run(): EvaluatedBuild {
    const globals = this.#globals;
    const { target } = this.#linker.link(this.#staged, (name) => globals.get(name), this.#inputs.target);
    const reachable = this.#resolve(target);
    const stages: EvaluatedStage[] = [];
    for (const state of this.#linker.states) {
      if (!reachable.has(state) || this.#done.has(state)) continue;
      // A trigger may copy from the very stage that it runs in.
      this.#done.add(state);
      stages.push(this.#evaluate(state, state === target));
    }
    this.#useWhole(target, 'result');
    const read = this.#readFrom(target);
    const namedContexts = [...this.#usesByRoot].flatMap(([root, uses]) => {
      const name = root.namedContext;
      return name === undefined
        ? []
        : [{ name, value: this.#inputs.namedContexts![name]!, ...sumUses(uses, read) }];
    });
    return {
      stages,
      mainContext: sumUses(this.#mainUses, read),
      namedContexts: joinByName(namedContexts, read),
    };
  }

  /** Bases and triggers, which may need further stages. */
  #resolve(target: StageState): ReadonlySet<StageState> {
    for (;;) {
      const reachable = reachableFrom(target);
      for (const state of this.#linker.states) this.#resolveBase(state, reachable.has(state));
      for (const state of reachable) this.#addTriggers(state);
      if (reachableFrom(target).size === reachable.size) return reachable;
    }
  }

  #resolveBase(state: StageState, isReachable: boolean): void {
    if (state.base !== undefined || this.#resolved.has(state)) return;
    if (isReachable) this.#resolved.add(state);
    // What is no stage of the file is there from the start.
    if (state.stage === undefined) this.#done.add(state);
    if (state.baseName === 'scratch' && !state.isReplaced) return;
    const image = readImageName(state.baseName);
    if (image === undefined && this.#inputs.takesOpenBases && isOpen(state)) {
      state.imageReference =
        readImageName(state.baseName.replace(/:[^/]*$/, ''))?.full.replace(/:latest$/, '') ?? '';
      return;
    }
    if (image === undefined)
      throw new PlimsollError('DOCKERFILE_INVALID', `${quoteShort(state.baseName)} is no name of an image`, {
        ...(state.stage === undefined ? {} : { line: state.stage.from.instruction.startLine }),
      });
    if (!isReachable) return;
    if (state.isReplaced) {
      this.#done.add(state);
      return;
    }
    const context = this.#linker.findContext(image.full);
    if (context !== undefined) {
      state.namedContext = context;
      return;
    }
    state.imageReference = image.full;
    const config = state.stage === undefined ? undefined : this.#inputs.readBase?.(image.full);
    if (config !== undefined) state.config = config;
  }

  #addTriggers(state: StageState): void {
    if (state.hasTriggers || state.stage === undefined || state.isReplaced) return;
    state.hasTriggers = true;
    const from = state.stage.from.instruction;
    const ofImage = (state.config?.triggers ?? []).map((expression) => readImageTrigger(expression, from));
    const written = (state.base?.steps ?? [])
      .map(({ checked }) => checked)
      .filter(({ kind }) => kind === 'onbuild');
    this.#linker.addTriggers(state, [
      ...ofImage,
      ...written.map(({ instruction }) => readTrigger(instruction)),
    ]);
  }

  #evaluate(state: StageState, isTarget: boolean): EvaluatedStage {
    const stage = state.stage!;
    const environment = this.#environmentOf(state);
    this.#environments.set(state, environment);
    const evaluator = new StepEvaluator(state, environment, {
      buildArgs: this.#inputs.buildArgs ?? {},
      globals: this.#globals,
      isDone: (source) => this.#done.has(source),
      useMain: (use) => this.#mainUses.push(use),
      use: (source, use) => {
        if (use.kind !== 'tmpfs-mount') this.#read(state, source);
        this.#use(source, use);
      },
    });
    const steps = state.steps.map((step) => evaluator.evaluate(step));
    if (state.steps.some(({ checked }) => checked.kind === 'run')) this.#useWhole(state, 'run');
    return {
      index: stage.index,
      ...(stage.name === undefined ? {} : { name: stage.name }),
      base: baseOf(state),
      ...(state.platform === undefined ? {} : { platform: state.platform }),
      isTarget,
      steps,
      isBaseKnown: environment.isBaseKnown,
    };
  }

  #environmentOf(state: StageState): StageEnvironment {
    const base = state.base === undefined ? undefined : this.#environments.get(state.base);
    if (base !== undefined) {
      this.#inherited += base.size;
      if (this.#inherited > INHERITED_LIMIT)
        throw new PlimsollError('DOCKERFILE_INVALID', 'its stages hand on too many variables', {
          line: state.stage!.from.instruction.startLine,
        });
      return StageEnvironment.ofStage(base);
    }
    const isScratch = state.base === undefined && state.baseName === 'scratch';
    const config = isScratch ? { env: {}, workingDirectory: '/', triggers: [] } : state.config;
    const folder =
      state.imageReference === undefined ? undefined : this.#inputs.guessFolder?.(state.imageReference);
    return StageEnvironment.ofImage(config, this.#staged.dockerfile.escape, folder);
  }

  #use(source: StageState, use: ContextUse): void {
    const root = this.#rootOf(source);
    const uses = this.#usesByRoot.get(root);
    if (uses === undefined) this.#usesByRoot.set(root, [use]);
    else uses.push(use);
  }

  /** The state at the bottom; chains of stages are walked once. */
  #rootOf(source: StageState): StageState {
    const passed: StageState[] = [];
    let at = source;
    while (at.base !== undefined && !this.#roots.has(at)) {
      passed.push(at);
      at = at.base;
    }
    const root = this.#roots.get(at) ?? at;
    for (const state of passed) this.#roots.set(state, root);
    return root;
  }

  #read(state: StageState, source: StageState): void {
    const sources = this.#reads.get(state);
    if (sources === undefined) this.#reads.set(state, new Set([source]));
    else sources.add(source);
  }

  /** Numbers of the stages whose files end up in the result; others are needed by name only, and never built. */
  #readFrom(target: StageState): ReadonlySet<number> {
    const reached = new Set([target]);
    for (const state of reached) {
      if (state.base !== undefined) reached.add(state.base);
      for (const source of this.#reads.get(state) ?? []) reached.add(source);
    }
    return new Set([...reached].flatMap(({ stage }) => (stage === undefined ? [] : [stage.index])));
  }

  /** A stage that runs something, and the result, use all of what they are built on. */
  #useWhole(state: StageState, why: 'run' | 'result'): void {
    if (state.stage === undefined) return;
    const { from, index, name } = state.stage;
    const run = state.steps.find(({ checked }) => checked.kind === 'run')?.checked.instruction;
    const instruction = why === 'run' ? run! : from.instruction;
    this.#use(state, {
      kind: 'stage',
      path: '/',
      written: '',
      instruction,
      line: instruction.startLine,
      stageIndex: index,
      ...(name === undefined ? {} : { stageName: name }),
      isTriggered: false,
      wholeReason: 'stage',
      excludes: [],
      hasParents: false,
      unset: [],
    });
  }
}

/** Whether an argument takes part in the name of the base. */
function isOpen({ stage }: StageState): boolean {
  return stage?.from.base.includes('$') === true;
}

/** A context that several stages name is sent once for each; together they are what is used of it. */
function joinByName(
  transfers: readonly NamedContextTransfer[],
  read: ReadonlySet<number>,
): readonly NamedContextTransfer[] {
  const byName = new Map<string, NamedContextTransfer[]>();
  for (const transfer of transfers) {
    const same = byName.get(transfer.name);
    if (same === undefined) byName.set(transfer.name, [transfer]);
    else same.push(transfer);
  }
  return [...byName.values()].map((same) => {
    const uses = same.flatMap((each) => each.uses);
    return { name: same[0]!.name, value: same[0]!.value, ...sumUses(uses, read) };
  });
}
