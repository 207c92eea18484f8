// Builds development and production with an engine, compares them, and runs what the user runs in both.
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import type { BuildRequest } from '../../engines/building/build-request.ts';
import type { Engine } from '../../engines/engine.ts';
import { removeImage } from '../../engines/remove-image.ts';
import { PlimsollError } from '../../errors.ts';
import type { SplitVerification } from '../../report/split-report.ts';
import type { CliIo } from '../cli-io.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { type BuiltAndMeasured, buildMeasured } from './build-measured.ts';
import type { SplitFlags } from './split-flags.ts';

/** What both builds have in common. */
export interface SplitBuild {
  readonly engine: Engine;
  readonly request: BuildRequest;
  readonly flags: SplitFlags;
  readonly io: CliIo;
  readonly status: StatusLine;
}

/** Builds `production` from the text beside `development`, which is there already; a build that fails is an answer. */
export async function verifySplit(
  development: BuiltAndMeasured,
  text: string,
  encoding: 'utf8' | 'latin1',
  { engine, request, flags, io, status }: SplitBuild,
): Promise<SplitVerification> {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-split-'));
  const about = { engine: `${engine.program} (${engine.kind})`, development: development.measure };
  try {
    const dockerfilePath = join(folder, 'Dockerfile');
    await writeFile(dockerfilePath, encodeDockerfile({ text, encoding }));
    await takeIgnoreFile(request.dockerfilePath, dockerfilePath);
    const built = await buildMeasured(
      engine,
      { ...request, dockerfilePath, target: 'production' },
      flags,
      io,
      status,
    );
    try {
      const { tryStart, trySmoke } = await import('./try-both.ts');
      status.showStep('starting both');
      const start = await tryStart(development.image, built.image, io.signal);
      const smoke =
        flags.smoke === undefined
          ? null
          : await trySmoke(development.image, built.image, flags.smoke, io.signal);
      const passes = start?.passes !== false && smoke?.passes !== false;
      return { ...about, production: built.measure, failure: null, start, smoke, passes };
    } finally {
      await removeImage(built.image);
    }
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'BUILD_FAILED') throw error;
    return { ...about, production: null, failure: error.message, start: null, smoke: null, passes: false };
  } finally {
    await rm(folder, { recursive: true, force: true });
    status.clear();
  }
}

/** A Dockerfile's own ignore file stands beside it. */
async function takeIgnoreFile(from: string, to: string): Promise<void> {
  const own = `${from}.dockerignore`;
  const isThere = await stat(own).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isThere) await copyFile(own, `${to}.dockerignore`);
}
