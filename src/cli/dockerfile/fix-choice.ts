// Which fixes may be applied: what `--fix` names, and what plimsoll.yaml says of each rule.
import type { DockerfileFix } from '../../checks/dockerfile/dockerfile-rule.ts';
import { ALL_DOCKERFILE_RULES } from '../../checks/dockerfile/dockerfile-rules.ts';
import type { FixPermission } from '../../checks/dockerfile/fixes/fix-dockerfile.ts';
import { PlimsollError } from '../../errors.ts';
import { findClosestWord } from '../settings/closest-word.ts';
import type { FixSetting } from '../settings/settings.ts';

/** The choice of a run. */
export interface FixChoice {
  readonly isDryRun: boolean;
  readonly permit: (rule: string, fix: DockerfileFix) => FixPermission;
}

/** Makes the choice; `named` are rules whose fixes are wanted though they are not safe. Throws USAGE for what is no rule. */
export function chooseFixes(
  named: readonly string[],
  settings: Readonly<Record<string, FixSetting>>,
  isDryRun: boolean,
): FixChoice {
  for (const rule of named) {
    if (ALL_DOCKERFILE_RULES.some(({ id }) => id === rule)) continue;
    const closest = findClosestWord(
      rule,
      ALL_DOCKERFILE_RULES.map(({ id }) => id),
    );
    throw new PlimsollError('USAGE', '--fix names no rule about Dockerfiles', {
      subject: rule,
      hint: closest === undefined ? '`--fix` alone makes all safe fixes.' : `Did you mean ${closest}?`,
    });
  }
  return {
    isDryRun,
    permit: (rule, { safety }) => {
      const setting = Object.hasOwn(settings, rule) ? settings[rule] : undefined;
      if (setting === 'never') return { refused: 'plimsoll.yaml says never' };
      if (named.includes(rule) || setting === 'always') return 'apply';
      return safety === 'safe' && setting === undefined
        ? 'apply'
        : { refused: `it is made by name only: --fix=${rule}` };
    },
  };
}
