// Judges and repairs Dockerfiles as `plimsoll check` does.
import type { DockerfileFinding } from '../../src/checks/dockerfile/dockerfile-finding.ts';
import type { DockerfileLook } from '../../src/checks/dockerfile/dockerfile-rule.ts';
import { type FixOutcome, fixDockerfile } from '../../src/checks/dockerfile/fixes/fix-dockerfile.ts';
import { NO_PRICING } from '../../src/checks/dockerfile/pricing.ts';
import { chooseFixes } from '../../src/cli/dockerfile/fix-choice.ts';
import { type JudgedDockerfile, judgeText } from '../../src/cli/dockerfile/judge-text.ts';
import type { FixSetting } from '../../src/cli/settings/settings.ts';
import { createTextSearch } from '../../src/contents/secrets/find-text-secrets.ts';
import { decodeDockerfile } from '../../src/dockerfile/dockerfile-text.ts';
import type { ModelInputs } from '../../src/dockerfile/model/model-dockerfile.ts';

const findSecrets = await createTextSearch('');

export interface DockerfileOptions {
  /** One for each way in which the file is built. */
  readonly builds?: readonly ModelInputs[];
  readonly look?: Partial<DockerfileLook>;
}

/** All that is said of a text. */
export function judgeDockerfileText(text: string, options: DockerfileOptions = {}): JudgedDockerfile {
  const look = { file: 'Dockerfile', pricing: NO_PRICING, findSecrets, ...options.look };
  const builds = options.builds ?? [{ platform: 'linux/amd64' }];
  return judgeText(decodeDockerfile(Buffer.from(text)), { builds, look, ignores: [] });
}

/** The findings of one rule. */
export function findingsOf(
  rule: string,
  text: string,
  options: DockerfileOptions = {},
): readonly DockerfileFinding[] {
  return judgeDockerfileText(text, options).findings.filter((finding) => finding.rule === rule);
}

/** Severity and line of each finding of a rule: `warning 3`. */
export function placesOf(rule: string, text: string, options: DockerfileOptions = {}): readonly string[] {
  return findingsOf(rule, text, options).map(({ severity, line }) => `${severity} ${line}`);
}

/** Repairs with all safe fixes and those of the named rules. */
export function repairText(
  text: string,
  named: readonly string[] = [],
  settings: Readonly<Record<string, FixSetting>> = {},
  options: DockerfileOptions = {},
): FixOutcome & { readonly text: string } {
  const outcome = fixDockerfile(decodeDockerfile(Buffer.from(text)), {
    judge: ({ text: changed }) => judgeDockerfileText(changed, options),
    permit: chooseFixes(named, settings, false).permit,
  });
  return { ...outcome, text: outcome.source.text };
}

/** The text that one rule's fix makes; the same text where it does nothing. */
export function fixedBy(rule: string, text: string, options: DockerfileOptions = {}): string {
  const outcome = fixDockerfile(decodeDockerfile(Buffer.from(text)), {
    judge: ({ text: changed }) => judgeDockerfileText(changed, options),
    permit: (each) => (each === rule ? 'apply' : { refused: 'another rule' }),
  });
  return outcome.source.text;
}
