// A command on another Node than the one that runs the tests, fetched from npm once.
import { spawn } from 'node:child_process';

/** What package.json's `engines` stands for: each release line that is supported. */
export const NODE_VERSIONS = ['20', '22', '24', '26'] as const;

/** How a command ended; both its outputs, as they came. */
export interface NodeRun {
  readonly isDone: boolean;
  readonly stdout: string;
  readonly output: string;
}

/** Runs a shell's command with that Node first on PATH. */
export function runOnNode(version: string, command: string, cwd: string): Promise<NodeRun> {
  const args = ['exec', '--yes', `--package=node@${version}`, '-c', command];
  // What npm tells the scripts that it runs is not for the npm in them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const child = spawn('npm', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, output] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ isDone: code === 0, stdout, output }));
  });
}
