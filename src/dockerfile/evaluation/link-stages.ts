// Which stage, image or named context each FROM, COPY --from and mount means, and what the target needs (convert.go).
import { PlimsollError } from '../../errors.ts';
import { type Environment, expandWord } from '../expansion/expand-word.ts';
import { quoteShort } from '../parsing/split-words.ts';
import type { StageInstruction } from '../stages/checked-instruction.ts';
import type { Stage, StagedDockerfile } from '../stages/read-stages.ts';
import { fromOfMount } from '../stages/run-mount.ts';
import type { BuildInputs } from './build-inputs.ts';
import { readImageName } from './image-name.ts';
import type { StageState, StageStep } from './stage-state.ts';

/** The states of a build: those of the stages first, then what they name outside. */
export interface LinkedStages {
  readonly states: readonly StageState[];
  readonly target: StageState;
}

/** Links stages as BuildKit does. */
export class StageLinker {
  readonly states: StageState[] = [];
  readonly #byName = new Map<string, StageState>();
  readonly #contexts: ReadonlyMap<string, string>;
  readonly #escape: string;
  readonly #takesOpenBases: boolean;

  constructor(inputs: BuildInputs, escapeToken: string) {
    this.#escape = escapeToken;
    this.#takesOpenBases = inputs.takesOpenBases === true;
    // A name that is none as a reference can never be asked for.
    const names = Object.keys(inputs.namedContexts ?? {}).flatMap((name) => {
      const familiar = readImageName(name)?.familiar;
      return familiar === undefined ? [] : [[familiar, name] as const];
    });
    this.#contexts = new Map(names);
  }

  /** Links all stages of a file; throws DOCKERFILE_INVALID. */
  link({ stages }: StagedDockerfile, globalArgs: Environment, target: string | undefined): LinkedStages {
    for (const stage of stages) this.#add(this.#stateOf(stage, globalArgs));
    const chosen = target ? this.#byName.get(target.toLowerCase()) : this.states.at(-1)!;
    if (chosen === undefined)
      throw new PlimsollError('DOCKERFILE_INVALID', `there is no stage ${quoteShort(target!)}`, {
        hint: `It has ${this.#names()}.`,
      });
    for (const state of [...this.states])
      for (const checked of state.stage!.instructions) state.steps.push(this.#step(state, checked, false));
    this.#refuseCircles();
    return { states: this.states, target: chosen };
  }

  /** Puts triggers before a stage's own steps. */
  addTriggers(state: StageState, triggers: readonly StageInstruction[]): void {
    state.steps.unshift(...triggers.map((checked) => this.#step(state, checked, true)));
  }

  /** The name of a named context as the user wrote it. */
  findContext(name: string): string | undefined {
    if (/^(?:scratch|context)$/i.test(name)) return undefined;
    const familiar = readImageName(name)?.familiar;
    return familiar === undefined ? undefined : this.#contexts.get(familiar);
  }

  #names(): string {
    const names = [...this.#byName.keys()];
    return names.length === 0 ? 'no stage with a name' : names.slice(0, 20).join(', ');
  }

  #stateOf(stage: Stage, globalArgs: Environment): StageState {
    const { from } = stage;
    const line = from.instruction.startLine;
    const baseName = this.#expand(from.base, globalArgs, line);
    if (baseName === '' && !this.#takesOpenBases)
      throw new PlimsollError('DOCKERFILE_INVALID', `the base ${quoteShort(from.base)} is empty`, {
        line,
        hint: 'Give its ARG a default, or a value with --build-arg.',
      });
    const platform = from.platform === undefined ? undefined : this.#expand(from.platform, globalArgs, line);
    if (platform === '' && !this.#takesOpenBases)
      throw new PlimsollError('DOCKERFILE_INVALID', `the platform ${quoteShort(from.platform!)} is empty`, {
        line,
      });
    const namedContext = stage.name === undefined ? undefined : this.findContext(stage.name);
    return {
      stage,
      baseName,
      ...(platform === undefined || platform === '' ? {} : { platform }),
      ...(namedContext === undefined ? {} : { namedContext }),
      isReplaced: namedContext !== undefined,
      needs: new Set(),
      steps: [],
      hasTriggers: false,
    };
  }

  #expand(word: string, environment: Environment, line: number): string {
    return expandAt(word, environment, this.#escape, line);
  }

  /** FROM finds a stage by its exact name, which is in lower case; `FROM Build` is an image. */
  #add(state: StageState): void {
    this.states.push(state);
    const base = this.#byName.get(state.baseName);
    if (base !== undefined && !state.isReplaced) state.base = base;
    const name = state.stage?.name;
    if (name !== undefined) this.#byName.set(name, state);
  }

  #step(state: StageState, checked: StageInstruction, isTriggered: boolean): StageStep {
    const sources = this.#sourcesOf(checked);
    for (const source of sources) if (source !== undefined) state.needs.add(source);
    return { checked, sources, isTriggered };
  }

  #sourcesOf(checked: StageInstruction): readonly (StageState | undefined)[] {
    const line = checked.instruction.startLine;
    if (checked.kind === 'copy' && checked.from !== undefined) return [this.#findFrom(checked.from, line)];
    if (checked.kind !== 'run') return [];
    // BuildKit takes a mount without from for one of scratch here, even where a stage has that name.
    return checked.mounts.map((mount) => this.#findOrAdd(fromOfMount(mount, line) ?? 'scratch'));
  }

  #findFrom(from: string, line: number): StageState {
    if (this.#expand(from, () => undefined, line) !== from)
      throw new PlimsollError('DOCKERFILE_INVALID', 'COPY --from takes no variables', {
        line,
        hint: 'Name a stage with FROM ... AS and use its name.',
      });
    if (!/^[+-]?\d+$/.test(from)) return this.#findOrAdd(from);
    const found = this.states[Number(from)];
    if (found === undefined)
      throw new PlimsollError('DOCKERFILE_INVALID', `there is no stage number ${from.slice(0, 20)}`, {
        line,
      });
    return found;
  }

  #findOrAdd(name: string): StageState {
    const found = this.#byName.get(name.toLowerCase());
    if (found !== undefined) return found;
    const state: StageState = {
      baseName: name,
      isReplaced: false,
      needs: new Set(),
      steps: [],
      hasTriggers: false,
    };
    this.#add(state);
    return state;
  }

  #refuseCircles(): void {
    const done = new Set<StageState>();
    for (const start of this.states) {
      const path: { state: StageState; next: Iterator<StageState> }[] = [];
      const open = new Set<StageState>();
      const enter = (state: StageState): void => {
        if (open.has(state))
          throw new PlimsollError('DOCKERFILE_INVALID', `the stage ${nameOf(state)} needs itself`, {
            ...(state.stage === undefined ? {} : { line: state.stage.from.instruction.startLine }),
          });
        if (done.has(state)) return;
        open.add(state);
        path.push({ state, next: state.needs.values() });
      };
      enter(start);
      while (path.length > 0) {
        const { state, next } = path.at(-1)!;
        const { value, done: isDone } = next.next();
        if (!isDone) enter(value);
        else {
          path.pop();
          open.delete(state);
          done.add(state);
        }
      }
    }
  }
}

/** All that a state needs directly. */
export function requirements(state: StageState): readonly StageState[] {
  return state.base === undefined ? [...state.needs] : [state.base, ...state.needs];
}

/** All that the target needs, itself included. */
export function reachableFrom(target: StageState): ReadonlySet<StageState> {
  const reached = new Set([target]);
  for (const state of reached) for (const needed of requirements(state)) reached.add(needed);
  return reached;
}

/** A name for messages. */
export function nameOf({ stage, baseName }: StageState): string {
  return quoteShort(stage === undefined ? baseName : (stage.name ?? String(stage.index)));
}

/** Expands a word; what is wrong with it is said of its line. */
export function expandAt(word: string, environment: Environment, escapeToken: string, line: number): string {
  try {
    return expandWord(word, environment, { escape: escapeToken }).value;
  } catch (error) {
    throw atLine(error, line);
  }
}

/** The same error, said of a line. */
export function atLine(error: unknown, line: number): unknown {
  if (!(error instanceof PlimsollError) || error.line !== undefined) return error;
  return new PlimsollError(error.code, error.message, { line, cause: error.cause });
}
