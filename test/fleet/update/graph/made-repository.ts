// Repositories made of texts, for tests.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseSettings } from '../../../../src/cli/settings/parse-settings.ts';
import { type DiscoverOptions, discoverGraph } from '../../../../src/fleet/update/graph/discover-graph.ts';
import type { UpdateGraph } from '../../../../src/fleet/update/graph/update-graph.ts';

/** A folder with files by path; it is gone when the test is. */
export function makeRepository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-graph-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Its graph, by its own plimsoll.yaml where it has one. */
export async function readRepository(
  files: Readonly<Record<string, string>>,
  options: Partial<DiscoverOptions> = {},
): Promise<UpdateGraph> {
  return discover([makeRepository(files)], files['plimsoll.yaml'], options);
}

/** The graph of folders. */
export async function discover(
  folders: readonly string[],
  settingsText = '',
  options: Partial<DiscoverOptions> = {},
): Promise<UpdateGraph> {
  const { settings, problems } = parseSettings(settingsText, 'plimsoll.yaml', []);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return discoverGraph(settings.update, folders, {
    platform: 'linux/amd64',
    signal: new AbortController().signal,
    ...options,
  });
}

/** Edges as `IMAGE kind BASE`, with platforms where they are only for some. */
export function edgesOf({ uses }: UpdateGraph): readonly string[] {
  return uses.map(({ image, kind, origin, platforms }) =>
    [
      image,
      kind,
      origin.kind === 'image' ? origin.id : `(${origin.reference})`,
      ...(platforms === undefined ? [] : [`[${platforms}]`]),
    ].join(' '),
  );
}

/** Findings as `kind FILE:LINE message`. */
export function findingsOf({ findings }: UpdateGraph): readonly string[] {
  return findings.map(
    ({ kind, file, line, message }) => `${kind} ${file}${line === undefined ? '' : `:${line}`} ${message}`,
  );
}
