// Variables and working directory of a stage while its instructions are evaluated.
import { posix } from 'node:path';
import { type Environment, expandWord } from '../expansion/expand-word.ts';
import type { BaseConfig } from './build-inputs.ts';
import { atLine } from './link-stages.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a stage hands on to those that are built on it, and what it knows while it runs. */
export class StageEnvironment {
  /** False where the base image's own variables are not known. */
  readonly isBaseKnown: boolean;
  /** Undefined where it depends on a base image that is not known. */
  workingDirectory: string | undefined;
  /** Variables of the image's config. */
  readonly imageEnv: Map<string, string>;
  readonly #visible: Map<string, string>;
  readonly #escape: string;
  #unset = new Set<string>();

  private constructor(
    escapeToken: string,
    visible: Map<string, string>,
    imageEnv: Map<string, string>,
    workingDirectory: string | undefined,
    isBaseKnown: boolean,
  ) {
    this.#escape = escapeToken;
    this.imageEnv = imageEnv;
    if (isBaseKnown && !imageEnv.has('PATH')) imageEnv.set('PATH', DEFAULT_PATH);
    this.#visible = new Map([...visible, ...imageEnv]);
    this.workingDirectory = workingDirectory;
    this.isBaseKnown = isBaseKnown;
  }

  /** How many variables a stage on this one takes over. */
  get size(): number {
    return this.#visible.size + this.imageEnv.size;
  }

  /** A stage on an image; without a config nothing is known of it but perhaps its folder. */
  static ofImage(
    config: BaseConfig | undefined,
    escapeToken: string,
    folder: string | undefined,
  ): StageEnvironment {
    const env = new Map(Object.entries(config?.env ?? {}));
    const directory = config === undefined ? folder : absolute('/', config.workingDirectory || '/');
    return new StageEnvironment(escapeToken, new Map(), env, directory, config !== undefined);
  }

  /** A stage on another: ARG values are handed on too, but ENV comes before them again. */
  static ofStage(base: StageEnvironment): StageEnvironment {
    const { imageEnv, workingDirectory, isBaseKnown } = base;
    return new StageEnvironment(
      base.#escape,
      base.#visible,
      new Map(imageEnv),
      workingDirectory,
      isBaseKnown,
    );
  }

  /** Expands a word of an instruction. */
  expand(word: string, line: number): string {
    return this.#expand(word, line, { escape: this.#escape });
  }

  /** Expands the content of a heredoc. */
  expandContent(content: string, line: number): string {
    return this.#expand(content, line, { escape: '\\', ignoreQuotes: true });
  }

  #expand(word: string, line: number, lexing: Parameters<typeof expandWord>[2]): string {
    const look: Environment = (name) => this.#visible.get(name);
    try {
      const { value, unset } = expandWord(word, look, lexing);
      for (const name of unset) this.#unset.add(name);
      return value;
    } catch (error) {
      throw atLine(error, line);
    }
  }

  /** Names that were asked for and not set since the last call. */
  takeUnset(): readonly string[] {
    const names = [...this.#unset];
    this.#unset = new Set();
    return names;
  }

  setEnv(name: string, value: string): void {
    this.imageEnv.set(name, value);
    this.#visible.set(name, value);
  }

  setArg(name: string, value: string): void {
    this.#visible.set(name, value);
  }

  changeDirectory(path: string): void {
    if (path.startsWith('/')) this.workingDirectory = absolute('/', path);
    else if (this.workingDirectory !== undefined)
      this.workingDirectory = absolute(this.workingDirectory, path);
  }

  /** All variables that RUN sees, without those of an unknown base. */
  variables(): ReadonlyMap<string, string> {
    return new Map(this.#visible);
  }
}

/** Go's path.Join: a path below a folder, cleaned, without a slash at its end. */
export function absolute(folder: string, path: string): string {
  const joined = posix.join('/', folder, path);
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
}
