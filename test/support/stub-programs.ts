// Programs that stand in for engines: small scripts for Node on a PATH of their own, which note how they were called.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One call of a stub, as the stub noted it. */
export interface StubCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly buildKit: string | null;
  readonly pid: number;
}

/** A folder of stubs. */
export interface Stubs {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  calls(): readonly StubCall[];
}

/** Makes programs by name. A body is JavaScript that knows `args`, `say(text)`, `complain(text)`, `write(path, text)`, `after(option)`. */
export function makeStubs(bodies: Readonly<Record<string, string>>): Stubs {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stubs-'));
  const log = join(folder, 'calls.jsonl');
  for (const [name, body] of Object.entries(bodies))
    writeFileSync(
      join(folder, name),
      `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const say = (text) => fs.writeSync(1, text);
const complain = (text) => fs.writeSync(2, text);
const write = (path, text) => fs.writeFileSync(path, text);
const after = (option) => args[args.indexOf(option) + 1];
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ program: ${JSON.stringify(name)}, args, buildKit: process.env.DOCKER_BUILDKIT ?? null, pid: process.pid }) + '\\n');
${body}
`,
      { mode: 0o755 },
    );
  return {
    folder,
    env: { PATH: folder },
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as StubCall)
        : [],
  };
}

/** Whether a process of that id is still there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
