// Runs the program that promotes, and kills it when it is time.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GenerationInput } from '../../../src/fleet/update/generations/generation-member.ts';

const PROGRAM = fileURLToPath(new URL('promote-program.mjs', import.meta.url));
const MODULES = new URL('../../../dist/', import.meta.url);

export interface ProgramOrder {
  readonly action: 'promote' | 'rollback';
  readonly input?: GenerationInput;
  readonly number?: number;
  readonly database: string;
  readonly repository: string;
  readonly keep: number;
}

export interface ProgramResult {
  /** False where it was killed before it had ended. */
  readonly hasEnded: boolean;
  readonly lastsMs: number;
  readonly number?: number;
  readonly mixedMs?: number;
  readonly moved?: number;
  readonly completed?: number;
  readonly code?: string;
  readonly message?: string;
}

/** `when` is called once it begins to talk with the registry, and once the generation's tag is about to move; it may kill it. */
export async function runProgram(
  order: ProgramOrder,
  when: (phase: 'begun' | 'moving', child: ChildProcess) => void = () => {},
): Promise<ProgramResult> {
  const modules = pathToFileURL(fileURLToPath(MODULES)).href;
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify({ modules, ...order })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let begunAt = 0;
  let isMoving = false;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (begunAt === 0 && text.startsWith('begun\n')) {
      begunAt = performance.now();
      when('begun', child);
    }
    if (!isMoving && text.includes('moving\n')) {
      isMoving = true;
      when('moving', child);
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  const line = text.split('\n').find((each) => each.startsWith('{')) ?? '';
  return {
    hasEnded: line !== '',
    lastsMs: performance.now() - begunAt,
    ...(line === '' ? {} : (JSON.parse(line) as object)),
  };
}
