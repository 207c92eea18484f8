// Running a command where there is only BuildKit: the image's archive becomes an OCI layout, and the command the one RUN of a
// build on it, whose output comes back as progress in JSON lines.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { namedContextArgs } from '../building/buildctl-args.ts';
import type { BuiltImage } from '../engine.ts';
import { lastLine, readRecord } from '../finding/probe.ts';
import { KeptText } from '../program/kept-text.ts';
import { runChild } from '../program/run-child.ts';
import type { RunOptions, RunOutcome } from './run-command.ts';

const LIMIT_BYTES = 256 * 1024;
const LINE_LIMIT = 8 * 2 ** 20;
const EXIT_CODE = /did not complete successfully: exit code: (\d+)/;

/** Runs with a RUN in JSON form; BuildKit gives it the image's user, environment and working directory. */
export async function runInBuild(
  image: BuiltImage,
  argv: readonly string[],
  { timeoutMs, network, signal, limitBytes = LIMIT_BYTES }: RunOptions,
): Promise<RunOutcome> {
  const { engine } = image;
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-run-'));
  try {
    const digest = await unpackLayout(image, join(folder, 'layout'), signal);
    const flag = network === undefined ? '' : `--network=${network} `;
    await mkdir(join(folder, 'context'));
    await writeFile(
      join(folder, 'context', 'Dockerfile'),
      `FROM plimsoll-image\nRUN ${flag}${JSON.stringify(argv)}\n`,
    );
    const told = [new KeptText('head', limitBytes), new KeptText('head', limitBytes)] as const;
    const outcome = await runChild(
      engine.program,
      [
        ...['build', '--progress', 'rawjson', '--no-cache', '--frontend', 'dockerfile.v0'],
        ...[
          '--local',
          `context=${join(folder, 'context')}`,
          '--local',
          `dockerfile=${join(folder, 'context')}`,
        ],
        ...(network === 'host' ? ['--allow', 'network.host'] : []),
        ...namedContextArgs('plimsoll-image', `oci-layout://${join(folder, 'layout')}@${digest}`, 'image'),
      ],
      {
        env: engine.env,
        timeoutMs,
        lineLimit: LINE_LIMIT,
        onLine: (line) => takeLogs(line, told),
        ...(signal ? { signal } : {}),
      },
    );
    const exitCode = outcome.exitCode === 0 ? 0 : Number(EXIT_CODE.exec(outcome.stderr)?.[1] ?? Number.NaN);
    if (!outcome.isTimedOut && Number.isNaN(exitCode))
      throw new PlimsollError('ENGINE_REFUSED', lastLine(outcome.stderr) || 'BuildKit cannot run it', {
        subject: image.id,
      });
    const [stdout, stderr] = told;
    return {
      exitCode: outcome.isTimedOut ? undefined : exitCode,
      isTimedOut: outcome.isTimedOut,
      stdout: stdout.read(),
      stderr: stderr.read(),
      isCut: stdout.isCut || stderr.isCut,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The archive as a folder; the digest of its manifest. */
async function unpackLayout(
  { archivePath, manifestDigest, engine }: BuiltImage,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  await mkdir(folder);
  const { exitCode, stderr } = await runChild('tar', ['-xf', archivePath!, '-C', folder], {
    env: engine.env,
    ...(signal ? { signal } : {}),
  });
  if (exitCode !== 0) throw new PlimsollError('FILE_UNREADABLE', lastLine(stderr), { subject: archivePath! });
  return manifestDigest!;
}

/** Logs of the one RUN: base64 by stream, 1 and 2. */
function takeLogs(line: string, told: readonly [KeptText, KeptText]): void {
  const logs = readRecord(line)?.['logs'];
  if (!Array.isArray(logs)) return;
  for (const log of logs as readonly { readonly stream?: unknown; readonly data?: unknown }[])
    if (typeof log.data === 'string' && (log.stream === 1 || log.stream === 2))
      told[log.stream - 1]!.push(Buffer.from(log.data, 'base64'));
}
