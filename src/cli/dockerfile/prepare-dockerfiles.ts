// What a run about Dockerfiles begins with: settings, the search for secrets, what things cost.
import type { DockerfileLook } from '../../checks/dockerfile/dockerfile-rule.ts';
import { isDockerfileRule } from '../../checks/dockerfile/dockerfile-rules.ts';
import { type DockerfilePricing, NO_PRICING } from '../../checks/dockerfile/pricing.ts';
import { createTextSearch } from '../../contents/secrets/find-text-secrets.ts';
import { hostPlatform } from '../../dockerfile/evaluation/build-inputs.ts';
import type { FailOn } from '../../report/image-report.ts';
import { joinRuleFiles } from '../../secrets/join-rule-files.ts';
import type { CliIo } from '../cli-io.ts';
import type { ImageFlags } from '../image-flags.ts';
import { dropEnded } from '../settings/drop-ended.ts';
import { readRuleFiles } from '../settings/read-rule-files.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { IgnoreSetting } from '../settings/settings.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { chooseFixes } from './fix-choice.ts';
import type { FixWish } from './fix-flag.ts';
import type { DockerfileRun } from './report-file.ts';

/** A run, and what it ends with. */
export interface PreparedDockerfiles {
  readonly run: DockerfileRun;
  /** What is known of prices before any file is read. */
  readonly pricing: DockerfilePricing;
  readonly failOn: FailOn;
  /** The same run with another idea of what things cost. */
  withPricing(pricing: DockerfilePricing): DockerfileRun;
  /** Says which settings did nothing. */
  noticeUnused(): void;
}

/** Reads the settings and makes ready what all files share. */
export async function prepareDockerfiles(
  { named, isDryRun }: FixWish,
  flags: ImageFlags,
  io: CliIo,
): Promise<PreparedDockerfiles> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const settings = await readSettings(
    flags.config,
    // With the rules about images comes what reads these.
    async () => (await import('../settings/known-rules.ts')).RULE_IDS,
  );
  const addedRules = joinRuleFiles(await readRuleFiles(settings, (line) => status.notice(line)));
  const findSecrets =
    flags.rules?.includes('secrets') === false ? () => [] : await createTextSearch(addedRules);
  const ignores = dropEnded(settings, io.now, status);
  const usedIgnores = new Set<IgnoreSetting>();
  const withPricing = (pricing: DockerfilePricing): DockerfileRun => ({
    ignores,
    usedIgnores,
    fixes: named === undefined ? undefined : chooseFixes(named, settings.fixes, isDryRun),
    lookOf: (file): DockerfileLook => ({ file, pricing, findSecrets }),
  });
  const pricing =
    flags.index === undefined
      ? NO_PRICING
      : { ...NO_PRICING, ...(await readIndexPricing(flags.index, flags.platform)) };
  return {
    run: withPricing(pricing),
    pricing,
    failOn: flags.failOn ?? settings.failOn ?? 'warning',
    withPricing,
    noticeUnused: () => {
      for (const setting of ignores)
        if (isDockerfileRule(setting.rule) && !usedIgnores.has(setting))
          status.notice(`${settings.file}:${setting.line}: the ignore of '${setting.rule}' matches nothing`);
    },
  };
}

/** Package indexes are large: what reads them is loaded where one was named. */
async function readIndexPricing(
  names: readonly string[],
  platform: string | undefined,
): Promise<Partial<DockerfilePricing>> {
  const { priceByIndex, readCatalogueFiles } = await import('./price-packages.ts');
  const [, architecture = 'amd64'] = (platform ?? hostPlatform()).split('/');
  return priceByIndex(readCatalogueFiles(names, architecture));
}
