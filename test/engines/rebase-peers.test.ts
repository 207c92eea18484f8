// The labelled pairs rebased by `crane rebase`, beside our verdicts; prints what it writes that is no rebase of the image.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import type { RebasePlan } from '../../src/rewrite/rebase/plan-rebase.ts';
import { listView } from '../contents/view/list-view.ts';
import { LABELLED_PAIRS, type LabelledPair } from '../rewrite/rebase/labelled-pairs.ts';
import { SILENT_PAIRS } from '../rewrite/rebase/silent-pairs.ts';
import { scanLayers } from '../support/layers.ts';
import { planPair } from '../support/rebase-pairs.ts';
import { differencesOf } from '../support/rewritten-layers.ts';
import { readJsonBlob, readLayerTars } from '../support/run-squash.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun, must, runProgram } from './run-program.ts';

const PAIRS: readonly (readonly [string, LabelledPair])[] = [LABELLED_PAIRS, SILENT_PAIRS].flatMap((pairs) =>
  Object.entries(pairs),
);
/** Differences named of a pair. */
const NAMED = 2;
const canCompare =
  canRun('crane', ['version'], () => true) && canRun('docker-registry', ['--version'], () => true);

describe.runIf(canCompare)('crane rebase', () => {
  let folder = '';
  let registry: RegistryService;
  const tally = new Map<string, number>();
  const lines: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-rebase-peers-'));
    registry = await startRegistryService(folder);
  });
  afterAll(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(`\n${lines.join('\n')}\n`);
    for (const [what, times] of [...tally].sort()) process.stdout.write(`${what}: ${times}\n`);
  });

  test.each(PAIRS)('%s', async (name, { verdict, kinds = [], ...pair }) => {
    const work = mkdtempSync(join(folder, 'pair-'));
    const plan = await planPair(work, pair);
    expect(plan.verdict).toBe(verdict);
    const repository = `${registry.host}/pairs/p${PAIRS.findIndex(([other]) => other === name)}`;
    for (const image of ['old', 'image', 'new'])
      await must('crane', ['push', '--insecure', join(work, image), `${repository}:${image}`]);
    const bases = ['--old_base', `${repository}:old`, '--new_base', `${repository}:new`];
    const rebase = ['rebase', '--insecure', `${repository}:image`, ...bases, '-t', `${repository}:out`];
    const { isDone, complaint } = await runProgram('crane', rebase);
    const found = isDone ? await judge(plan, repository, join(work, 'out')) : [];
    const did = !isDone
      ? `refuses: ${complaint.trim().split('\n').at(-1)?.slice(0, 160)}`
      : verdict === 'conflict'
        ? `writes it (${kinds.join(', ')})`
        : found.length === 0
          ? 'the same'
          : `writes something else: ${found.slice(0, NAMED).join('; ')}`;
    lines.push(`${verdict}: ${name}: crane ${did}`);
    const key = `${verdict}: crane ${/^(?:refuses|writes it|the same|writes something else)/.exec(did)![0]}`;
    tally.set(key, (tally.get(key) ?? 0) + 1);
  });

  /** What its image shows, says and runs otherwise than ours. */
  async function judge(plan: RebasePlan, repository: string, output: string): Promise<readonly string[]> {
    await must('crane', ['pull', '--insecure', '--format', 'oci', `${repository}:out`, output]);
    const index = JSON.parse(readFileSync(join(output, 'index.json'), 'utf8')) as {
      readonly manifests: readonly { readonly digest: Digest }[];
    };
    const { digest } = index.manifests[0]!;
    const shows = listView(squashLayers(await scanLayers(readLayerTars(output, digest))));
    const { config } = readJsonBlob(output, digest) as { readonly config: { readonly digest: Digest } };
    const [ours, theirs] = [plan.config, readJsonBlob(output, config.digest)].map(
      (json) => (json['config'] ?? {}) as Readonly<Record<string, unknown>>,
    ) as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
    const fields = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter(
      (field) => text(ours[field]) !== text(theirs[field]),
    );
    return [
      ...differencesOf(listView(plan.stacked.view), shows),
      ...fields.map((field) => `${field} is ${text(theirs[field])}, not ${text(ours[field])}`),
    ];
  }
});

/** As JSON; null, empty and missing are the same. */
function text(value: unknown): string {
  const isEmpty =
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty ? 'nothing' : JSON.stringify(value);
}
