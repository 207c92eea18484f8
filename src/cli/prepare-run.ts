// What every command about images begins and ends with: the settings, the cache; and what is to be said of settings that did
// nothing.
import { RULE_GROUPS } from '../checks/rule-group.ts';
import { FactsCache } from '../contents/cache/facts-cache.ts';
import { joinRuleFiles } from '../secrets/join-rule-files.ts';
import type { CliIo } from './cli-io.ts';
import type { SharedFlags } from './image-flags.ts';
import type { Inspection, Run } from './inspect-image.ts';
import { chooseFingerprints } from './secrets/choose-fingerprints.ts';
import { dropEnded } from './settings/drop-ended.ts';
import { isProjectRule, RULE_IDS } from './settings/known-rules.ts';
import { readRuleFiles } from './settings/read-rule-files.ts';
import { readSettings } from './settings/read-settings.ts';
import type { Settings } from './settings/settings.ts';
import { StatusLine } from './terminal/status-line.ts';
import type { VerdictLimits } from './verdict/reach-verdict.ts';

/** What the commands differ in. */
export interface RunRules {
  readonly limitsOf: (settings: Settings) => VerdictLimits;
  readonly allowsOtherBase: boolean;
  readonly wantsFreed: boolean;
}

/** Reads the settings and makes ready what all images of a run share. */
export async function prepareRun(flags: SharedFlags, io: CliIo, rules: RunRules): Promise<Run> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const settings = await readSettings(flags.config, () => RULE_IDS);
  const groups = flags.rules ?? RULE_GROUPS;
  const onNotice = (line: string): void => status.notice(line);
  return {
    flags,
    settings,
    ignores: dropEnded(settings, io.now, status),
    limits: rules.limitsOf(settings),
    allowsOtherBase: rules.allowsOtherBase,
    wantsFreed: rules.wantsFreed,
    groups,
    secretRules: groups.includes('secrets') ? joinRuleFiles(await readRuleFiles(settings, onNotice)) : '',
    fingerprints: groups.includes('secrets')
      ? await chooseFingerprints(settings, io.env, flags.fingerprints === true, onNotice)
      : undefined,
    cache: flags.cache
      ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
      : undefined,
    signal: io.signal,
    status,
  };
}

/** Says which settings did nothing, once all images were inspected; `isWhole` is false where some could not be. */
export function noticeUnused(
  run: Run,
  inspections: readonly Pick<Inspection, 'usedIgnores'>[],
  isWhole: boolean,
): void {
  const { flags, settings, status, cache } = run;
  const used = new Set(inspections.flatMap(({ usedIgnores }) => usedIgnores));
  // What could not be read may be what an ignore is for.
  const unused = isWhole ? run.ignores.filter((setting) => !used.has(setting)) : [];
  for (const { rule, line } of unused.filter((setting) => !isProjectRule(setting.rule)))
    status.notice(`${settings.file}:${line}: the ignore of '${rule}' matches nothing`);
  // Nobody asked for the default folder, which is of no use in many containers.
  if (flags.cacheDir !== undefined && cache?.writeFailure !== undefined)
    status.notice(`${flags.cacheDir}: nothing can be kept there (${cache.writeFailure})`);
}
