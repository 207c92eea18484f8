// Runs the stub processes over a graph, kills them, and reads what they recorded.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const STUB = fileURLToPath(new URL('stub.mjs', import.meta.url));

/** What one process is to do. */
export interface StubRole {
  /** The run's name, where the process runs the graph. */
  readonly run?: string;
  /** Steps at the same time, where it performs. */
  readonly jobs?: number;
}

/** What all of them share. */
export interface StubSetup {
  readonly folder: string;
  readonly database: string;
  readonly graph: Readonly<Record<string, readonly string[]>>;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly broken?: readonly string[];
  readonly options?: object;
}

/** How a node ended, as the runner wrote it. */
export type NodeReport =
  | {
      readonly kind: 'done';
      readonly result: { readonly key: string; readonly made: string; readonly attempts: number };
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'skipped'; readonly because: readonly string[] };

/** One line of the record. */
export type StubNote =
  | { readonly kind: 'begin'; readonly key: string; readonly node: string; readonly pid: number }
  | {
      readonly kind: 'end';
      readonly key: string;
      readonly node: string;
      readonly pid: number;
      readonly made: string;
    };

/** One process that was started. */
export interface Stub {
  readonly role: StubRole;
  readonly child: ChildProcess;
  readonly result: string;
}

/** The processes of one test. */
export class StubCrew {
  readonly stubs: Stub[] = [];
  readonly killed = new Set<number>();
  readonly #setup: StubSetup;
  #count = 0;

  constructor(setup: StubSetup) {
    this.#setup = setup;
    writeFileSync(this.#graphPath, JSON.stringify(setup.graph));
    writeFileSync(this.#recordPath, '');
  }

  get #graphPath(): string {
    return join(this.#setup.folder, 'graph.json');
  }

  get #recordPath(): string {
    return join(this.#setup.folder, 'record');
  }

  start(role: StubRole): Stub {
    const number = ++this.#count;
    const result = join(this.#setup.folder, `result ${number}.json`);
    const { database, leastMs, mostMs, broken, options } = this.#setup;
    const run = role.run === undefined ? {} : { run: `${role.run} ${number}` };
    const told = { database, leastMs, mostMs, broken, options, ...role, ...run, result };
    const paths = { graph: this.#graphPath, record: this.#recordPath, name: `stub ${number}` };
    const child = spawn(process.execPath, [STUB, JSON.stringify({ ...told, ...paths })], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const stub = { role, child, result };
    this.stubs.push(stub);
    return stub;
  }

  /** Kills it at once, and starts another in its place. */
  async replace(stub: Stub): Promise<boolean> {
    const { child, role } = stub;
    if (!isRunning(child)) return false;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    // It may just have ended by itself.
    if (child.signalCode !== 'SIGKILL') return false;
    this.killed.add(child.pid!);
    this.stubs.splice(this.stubs.indexOf(stub), 1);
    this.start(role);
    return true;
  }

  /** Until all that run the graph have ended; then the others are told to stop. */
  async finish(): Promise<readonly Readonly<Record<string, NodeReport>>[]> {
    const runners = this.stubs.filter(({ role }) => role.run !== undefined);
    for (const { child } of runners) if (isRunning(child)) await once(child, 'exit');
    await this.stop();
    return runners.map(({ result }) => JSON.parse(readFileSync(result, 'utf8')));
  }

  async stop(): Promise<void> {
    for (const { child } of this.stubs) {
      if (!isRunning(child)) continue;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
  }

  hasEnded(): boolean {
    return this.stubs.some(
      ({ role, child, result }) => role.run !== undefined && !isRunning(child) && existsSync(result),
    );
  }

  /** How many workers have said that they are ready. */
  countReady(): number {
    return readFileSync(this.#recordPath, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('ready')).length;
  }

  read(): readonly StubNote[] {
    const lines = readFileSync(this.#recordPath, 'utf8').split('\n');
    return lines.flatMap((line): readonly StubNote[] => {
      const [kind, key, node, pid, made] = line.split(' ');
      if (kind === 'begin') return [{ kind, key: key!, node: node!, pid: Number(pid) }];
      if (kind === 'end') return [{ kind, key: key!, node: node!, pid: Number(pid), made: made! }];
      return [];
    });
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
