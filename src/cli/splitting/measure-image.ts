// An image measured for comparing: its bytes, its findings, and what of it serves building alone.
import type { ImageContents } from '../../contents/image-contents.ts';
import type { ImageReport } from '../../report/image-report.ts';
import type { SplitMeasure } from '../../report/split-report.ts';
import type { CliIo } from '../cli-io.ts';
import { inspectWhole } from '../inspect-image.ts';
import { prepareRun } from '../prepare-run.ts';
import type { SplitFlags } from './split-flags.ts';

/** Rules about what a second stage leaves behind. */
const BUILD_RULES: ReadonlySet<string> = new Set([
  'build-tree',
  'compiler',
  'development-package',
  'object-file',
  'static-library',
]);

/** An image with its numbers and its contents. */
export interface MeasuredImage {
  readonly measure: SplitMeasure;
  readonly contents: ImageContents;
}

/** Reads and judges the image that `name` means. */
export async function measureImage(name: string, flags: SplitFlags, io: CliIo): Promise<MeasuredImage> {
  const { cache, cacheDir, workers, color, quiet, insecure, platform } = flags;
  const run = await prepareRun(
    {
      format: 'text',
      rules: ['files', 'packages'],
      cache,
      color,
      ...(cacheDir === undefined ? {} : { cacheDir }),
      ...(workers === undefined ? {} : { workers }),
      ...(quiet === undefined ? {} : { quiet }),
      ...(insecure === undefined ? {} : { insecure }),
      ...(platform === undefined ? {} : { platform }),
    },
    io,
    { limitsOf: () => ({ failOn: 'never' }), allowsOtherBase: true, wantsFreed: false },
  );
  const { report, contents } = await inspectWhole(name, run);
  return { measure: toMeasure(report), contents };
}

function toMeasure({ bytes, findings }: ImageReport): SplitMeasure {
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity && finding.origin === 'yours').length;
  const build: Record<string, number> = {};
  for (const { rule, bytes: size } of findings)
    if (BUILD_RULES.has(rule)) build[rule] = (build[rule] ?? 0) + size;
  const ballast = Object.entries(bytes.ballastByCause).filter(
    ([rule, size]) => !BUILD_RULES.has(rule) && size > 0,
  );
  return {
    entryBytes: bytes.entryBytes,
    shippedBytes: bytes.shippedBytes,
    findings: { error: count('error'), warning: count('warning'), advice: count('advice') },
    buildBytes: build,
    ballastBytes: Object.fromEntries(ballast),
  };
}
