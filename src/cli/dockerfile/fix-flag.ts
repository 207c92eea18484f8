// What `--fix` asks for. Commander gives it the word behind it, which may well be the first target.
import { ALL_DOCKERFILE_RULES } from '../../checks/dockerfile/dockerfile-rules.ts';
import { PlimsollError } from '../../errors.ts';
import type { RepairFlags } from '../image-flags.ts';

/** What is wanted, and the targets with the one that was taken for names. */
export interface FixWish {
  /** Undefined where nothing is to be repaired. */
  readonly named: readonly string[] | undefined;
  readonly isDryRun: boolean;
  readonly targets: readonly string[];
}

/** Reads the flags; throws USAGE where no target is left. */
export function readFixFlags(targets: readonly string[], { fix, fixDryRun }: RepairFlags): FixWish {
  const isDryRun = fixDryRun === true;
  const names = typeof fix === 'string' ? fix.split(',').map((name) => name.trim()) : [];
  const isTarget = names.length > 0 && !names.some(isRule) && looksLikePath(fix);
  const wish: FixWish = {
    named: fix === undefined && !isDryRun ? undefined : isTarget ? [] : names,
    isDryRun,
    targets: isTarget ? [String(fix), ...targets] : targets,
  };
  if (wish.targets.length === 0)
    throw new PlimsollError('USAGE', "missing required argument 'target'", {
      hint: "'plimsoll check --help' shows what there is.",
    });
  return wish;
}

function isRule(name: string): boolean {
  return ALL_DOCKERFILE_RULES.some(({ id }) => id === name);
}

/** Names of rules have neither dots nor slashes nor capitals. */
function looksLikePath(text: string | true | undefined): boolean {
  return typeof text === 'string' && /[./\\:@A-Z]/.test(text);
}
