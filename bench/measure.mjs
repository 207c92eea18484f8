import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs one command to its end: wall seconds, CPU seconds of it and all that it waited for,
 * and the memory of its largest process in MB (10^6 bytes).
 * GNU time reads what the kernel counted, so nothing is sampled.
 */
export function measure(command, { env = {}, exitCodes = [0], outputFile = '/dev/null' } = {}) {
  const scratch = temporaryFolder();
  const usageFile = join(scratch, 'usage');
  const output = openSync(outputFile, 'w');
  try {
    const start = performance.now();
    const run = spawnSync('/usr/bin/time', ['--quiet', '-f', '%U %S %M', '-o', usageFile, ...command], {
      env: { ...process.env, ...env },
      stdio: ['ignore', output, 'pipe'],
      maxBuffer: 64e6,
    });
    const wall = (performance.now() - start) / 1000;
    if (run.error) throw run.error;
    if (!exitCodes.includes(run.status)) {
      throw new Error(`${command.join(' ')}: exit code ${run.status}\n${run.stderr.toString().slice(-1000)}`);
    }
    const [user, system, kibibytes] = readFileSync(usageFile, 'utf8').trim().split(' ').map(Number);
    return { wall, cpu: user + system, megabytes: (kibibytes * 1024) / 1e6 };
  } finally {
    closeSync(output);
    rmSync(scratch, { recursive: true });
  }
}

/** Median, least and most of one figure over runs. */
export function summary(runs, figure) {
  const sorted = runs.map((run) => run[figure]).sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2,
    least: sorted[0],
    most: sorted[sorted.length - 1],
  };
}

/** Reads a file or folder once, so that no measured run waits for the disk. */
export function warmFileCache(path) {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) warmFileCache(join(path, name));
    return;
  }
  const buffer = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, 'r');
  while (readSync(file, buffer) > 0);
  closeSync(file);
}

export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), 'plimsoll-bench-run-'));
}
