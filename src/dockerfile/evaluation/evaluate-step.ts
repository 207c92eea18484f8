// One instruction of a stage: its values expanded, what it changes, what it uses of contexts (dispatch of BuildKit).
import { PlimsollError } from '../../errors.ts';
import type { CopyInstruction, RunInstruction, StageInstruction } from '../stages/checked-instruction.ts';
import { type RunMount, readMount } from '../stages/run-mount.ts';
import { NOT_IN_ENVIRONMENT, ownValue } from './build-inputs.ts';
import type { ContextUse, ContextUseKind, WholeReason } from './context-use.ts';
import { nameOf } from './link-stages.ts';
import { isLeftOut, placeOfSource } from './remote-source.ts';
import { absolute, type StageEnvironment } from './stage-environment.ts';
import { type StageBase, type StageState, type StageStep, toBase } from './stage-state.ts';

/** An instruction as it takes effect. */
export interface EvaluatedStep {
  /** The instruction with its values expanded where BuildKit expands them. */
  readonly expanded: StageInstruction;
  /** As it is written. */
  readonly written: StageInstruction;
  /** Of RUN. */
  readonly mounts: readonly RunMount[];
  /** What COPY --from names, or each mount in its place; undefined where that is the build context or nothing. */
  readonly sources: readonly (StageBase | undefined)[];
  readonly isTriggered: boolean;
  /** Variables that had no value. */
  readonly unset: readonly string[];
  /** Where it takes place; undefined where the base image decides. */
  readonly workingDirectory?: string;
}

/** What an evaluation asks of the build around it. */
export interface StepSurroundings {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly globals: ReadonlyMap<string, string>;
  readonly isDone: (source: StageState) => boolean;
  readonly useMain: (use: ContextUse) => void;
  readonly use: (source: StageState, use: ContextUse) => void;
}

/** Evaluates the steps of one stage, in their order. */
export class StepEvaluator {
  readonly #state: StageState;
  readonly #environment: StageEnvironment;
  readonly #around: StepSurroundings;
  readonly #unset = new Set<string>();

  constructor(state: StageState, environment: StageEnvironment, around: StepSurroundings) {
    this.#state = state;
    this.#environment = environment;
    this.#around = around;
  }

  evaluate(step: StageStep): EvaluatedStep {
    const { checked, isTriggered } = step;
    const { workingDirectory } = this.#environment;
    const mounts = checked.kind === 'run' ? this.#readMounts(checked, step) : [];
    const expanded = this.#expand(checked, step);
    return {
      expanded,
      written: checked,
      mounts,
      sources: step.sources.map((source, i) =>
        isAsked(checked, mounts, i) ? source && toBase(source) : undefined,
      ),
      isTriggered,
      unset: this.#finishUnset(),
      ...(workingDirectory === undefined ? {} : { workingDirectory }),
    };
  }

  /** The names of one word, which count for the whole instruction too. */
  #takeUnset(): readonly string[] {
    const names = this.#environment.takeUnset();
    for (const name of names) this.#unset.add(name);
    return names;
  }

  #finishUnset(): readonly string[] {
    this.#takeUnset();
    const names = [...this.#unset];
    this.#unset.clear();
    return names;
  }

  #expand(checked: StageInstruction, step: StageStep): StageInstruction {
    const line = checked.instruction.startLine;
    const expand = (word: string): string => this.#environment.expand(word, line);
    switch (checked.kind) {
      case 'env':
      case 'label': {
        const pairs = checked.pairs.map(({ name, value }) => ({ name: expand(name), value: expand(value) }));
        if (checked.kind === 'env')
          for (const { name, value } of pairs) this.#environment.setEnv(name, value);
        return { ...checked, pairs };
      }
      case 'arg':
        return { ...checked, args: checked.args.map(({ name, value }) => this.#setArg(name, value, expand)) };
      case 'workdir': {
        const text = expand(checked.text);
        this.#environment.changeDirectory(text);
        return { ...checked, text };
      }
      case 'user':
      case 'stopsignal':
        return { ...checked, text: expand(checked.text) };
      case 'volume':
      case 'expose':
        return { ...checked, texts: checked.texts.map(expand) };
      case 'copy':
      case 'add':
        return this.#copy(checked, step, expand);
      default:
        return checked;
    }
  }

  #setArg(
    name: string,
    written: string | undefined,
    expand: (word: string) => string,
  ): { name: string; value?: string } {
    const given = ownValue(this.#around.buildArgs, name);
    const own = given === undefined && written !== undefined ? expand(written) : undefined;
    const value = given ?? own ?? this.#around.globals.get(name);
    if (value === undefined) return { name };
    if (!NOT_IN_ENVIRONMENT.has(name)) this.#environment.setArg(name, value);
    return { name, value };
  }

  #copy(checked: CopyInstruction, step: StageStep, expand: (word: string) => string): CopyInstruction {
    const { startLine: line } = checked.instruction;
    const { chown, chmod, checksum } = checked;
    const flags = {
      ...(chown === undefined ? {} : { chown: expand(chown) }),
      ...(chmod === undefined ? {} : { chmod: expand(chmod) }),
      ...(checksum === undefined ? {} : { checksum: expand(checksum) }),
    };
    const inlineFiles = checked.inlineFiles.map((file) =>
      file.isExpanded ? { ...file, content: this.#environment.expandContent(file.content, line) } : file,
    );
    const [source] = step.sources;
    if (source !== undefined) this.#refuseLater(source, line);
    this.#takeUnset();
    const sources = checked.sources.map((written) => {
      const path = expand(written);
      const place = placeOfSource(path);
      if (checked.kind === 'copy' && place !== 'context')
        throw new PlimsollError('DOCKERFILE_INVALID', 'COPY takes no URL', { line, hint: 'ADD does.' });
      if (checked.kind === 'copy' || !isLeftOut(path)) {
        const kind = place === 'git' ? 'add-git' : checked.kind;
        this.#record(kind, written, path, step, source, checked);
      }
      return path;
    });
    return { ...checked, ...flags, inlineFiles, sources, destination: expand(checked.destination) };
  }

  #readMounts({ mounts, instruction }: RunInstruction, step: StageStep): readonly RunMount[] {
    const { startLine: line } = instruction;
    return mounts.map((text, i) => {
      const mount = readMount(text, (word) => this.#environment.expand(word, line), line);
      if (mount.type === 'secret' || mount.type === 'ssh') return mount;
      // BuildKit takes scratch for the from of a cache mount, or the stage of that name.
      const source = mount.from === undefined && mount.type !== 'cache' ? undefined : step.sources[i];
      if (source !== undefined) this.#refuseLater(source, line);
      this.#refuseRoot(mount, line);
      this.#record(`${mount.type}-mount`, mount.source, mount.source, step, source);
      return mount;
    });
  }

  /** BuildKit compares an absolute target as it is written. */
  #refuseRoot({ target }: RunMount, line: number): void {
    const { workingDirectory } = this.#environment;
    const isRoot = target.startsWith('/')
      ? target === '/'
      : workingDirectory !== undefined && absolute(workingDirectory, target) === '/';
    if (isRoot)
      throw new PlimsollError('DOCKERFILE_INVALID', 'a mount cannot have the root for its target', { line });
  }

  #refuseLater(source: StageState, line: number): void {
    if (this.#around.isDone(source)) return;
    throw new PlimsollError('DOCKERFILE_INVALID', `the stage ${nameOf(source)} comes only later`, {
      line,
      hint: 'A stage must stand before those that use it.',
    });
  }

  #record(
    kind: ContextUseKind,
    written: string,
    path: string,
    { checked, isTriggered }: StageStep,
    source: StageState | undefined,
    copy?: CopyInstruction,
  ): void {
    const clean = absolute('/', path);
    const { index, name } = this.#state.stage!;
    const use: ContextUse = {
      kind,
      path: clean,
      written,
      instruction: checked.instruction,
      line: checked.instruction.startLine,
      stageIndex: index,
      ...(name === undefined ? {} : { stageName: name }),
      isTriggered,
      ...(clean === '/' ? { wholeReason: reasonOf(path, written) } : {}),
      excludes: copy?.excludes ?? [],
      hasParents: copy?.hasParents ?? false,
      unset: this.#takeUnset(),
    };
    if (source === undefined) this.#around.useMain(use);
    else this.#around.use(source, use);
  }
}

/** Of mounts, those that name nothing are linked to scratch. */
function isAsked(checked: StageInstruction, mounts: readonly RunMount[], at: number): boolean {
  return checked.kind !== 'run' || mounts[at]?.from !== undefined;
}

function reasonOf(path: string, written: string): WholeReason {
  if (path === '') return written === '' ? 'no-source' : 'empty';
  return /^(?:\.?\/)*\.\./.test(path) ? 'above-the-root' : 'written';
}
