// A context while it is judged: what was read of it, and answers that several rules need.
import { basename } from 'node:path';
import type { InspectedContext } from '../../../context/inspection/inspect-context.ts';
import { StageCommands } from '../../../context/repair/stage-commands.ts';
import type { ContextUse } from '../../../dockerfile/evaluation/context-use.ts';
import type { FileFate } from '../context-finding.ts';
import type { ContextLook } from '../context-look.ts';
import { FileTracer } from '../fates/trace-files.ts';
import type { Claims } from './claim-paths.ts';

/** A RUN of a stage that is built. */
export interface RunText {
  readonly stageIndex: number;
  readonly line: number;
  /** The command, heredocs included. */
  readonly text: string;
}

/** What rules judge. */
export class JudgedContext {
  readonly look: ContextLook;
  readonly runs: readonly RunText[];
  readonly commands: StageCommands;
  /** What rules about paths took; set before rules of the other kind are asked. */
  claims: Claims = { byRule: [], isClaimed: new Uint8Array(0) };
  readonly #tracer: FileTracer;

  constructor(look: ContextLook) {
    this.look = look;
    const { build, dockerfilePath } = look.read;
    this.#tracer = new FileTracer(build);
    this.commands = new StageCommands([{ build, dockerfilePath, target: undefined }]);
    this.runs = build.stages.flatMap(({ index, steps }) =>
      steps
        .filter(({ written }) => written.kind === 'run')
        .map(({ written: { instruction } }) => ({
          stageIndex: index,
          line: instruction.startLine,
          text: [instruction.joined, ...instruction.heredocs.map(({ content }) => content)].join('\n'),
        })),
    );
  }

  get context(): InspectedContext {
    return this.look.context;
  }

  /** The ignore file that counts, or null. */
  get ignorePath(): string | null {
    return this.context.listing.ignoreFile?.path ?? null;
  }

  /** Where lines are to be added, in words. */
  get ignoreName(): string {
    const path = this.ignorePath;
    return path === null ? '.dockerignore' : basename(path);
  }

  /** The first RUN whose command fits. */
  findRun(pattern: RegExp): RunText | undefined {
    return this.runs.find(({ text }) => pattern.test(text));
  }

  usesOf(entry: number): readonly ContextUse[] {
    return this.context.usesOf[entry]!.map((use) => this.context.uses[use]!);
  }

  /** How far the file of an entry gets. */
  trace(entry: number): FileFate {
    return this.#tracer.trace(this.context.listing.entries[entry]!.path, this.usesOf(entry));
  }
}
