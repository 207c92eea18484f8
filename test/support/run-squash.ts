// `plimsoll squash` in this process, on layouts made for tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import { digestHex } from '../../src/oci/bytes/digest.ts';
import type { SquashReport } from '../../src/report/squash-report.ts';
import { runHere } from './run-here.ts';

/** How a run ended; the report only where it was written. */
export interface SquashRun {
  readonly exitCode: number;
  readonly report: SquashReport | undefined;
  readonly complaint: string;
}

/** Runs it with these arguments; everything in this thread, and nothing kept. */
export async function runSquash(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SquashRun> {
  const { exitCode, output, complaint } = await runHere(['squash', ...args, '--format', 'json'], env);
  const report = output === '' ? undefined : (JSON.parse(output) as SquashReport);
  return { exitCode, report, complaint };
}

/** A JSON blob of a layout. */
export function readJsonBlob(layout: string, digest: Digest): Record<string, unknown> {
  return JSON.parse(readBlob(layout, digest).toString('utf8')) as Record<string, unknown>;
}

/** The layers of the image whose manifest has the digest, uncompressed, from the base. */
export function readLayerTars(layout: string, manifest: Digest): Buffer[] {
  const { layers } = readJsonBlob(layout, manifest) as unknown as { layers: { digest: Digest }[] };
  return layers.map(({ digest }) => {
    const stored = readBlob(layout, digest);
    return stored[0] === 0x1f && stored[1] === 0x8b ? gunzipSync(stored) : stored;
  });
}

function readBlob(layout: string, digest: Digest): Buffer {
  return readFileSync(join(layout, 'blobs', 'sha256', digestHex(digest)));
}
