// plimsoll.yaml from its text. Values are taken from the syntax tree, never resolved, so that each problem has its line
// and aliases can multiply nothing.
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { PROFILES, type Profile } from '../../checks/profile.ts';
import { PlimsollError } from '../../errors.ts';
import { cutEnd } from '../../report/cell-width.ts';
import type { FailOn } from '../../report/image-report.ts';
import { findClosestWord } from './closest-word.ts';
import { isCalendarDate } from './is-calendar-date.ts';
import { matchesWildcard } from './match-glob.ts';
import { parseSizeLimit, type SizeLimit } from './parse-size-limit.ts';
import { readUpdateSettings } from './parse-update-settings.ts';
import {
  type FixSetting,
  type IgnoreSetting,
  NO_SECRET_SETTINGS,
  NO_SETTINGS,
  type ProfileSetting,
  type SecretSettings,
  type Settings,
} from './settings.ts';
import { NAME_CELLS, SettingsNodes, type SettingsProblem } from './settings-nodes.ts';

const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'advice', 'never'];
const KEYS = [
  'failOn',
  'maxBallast',
  'maxSize',
  'base',
  'profiles',
  'ignore',
  'secrets',
  'fixes',
  'images',
  'update',
] as const;
const PROFILE_KEYS = ['profile', 'tag', 'label'] as const;
const IGNORE_KEYS = ['rule', 'path', 'reason', 'until'] as const;
const SECRET_KEYS = ['key', 'baseline', 'rules'] as const;
const FIX_SETTINGS: readonly FixSetting[] = ['always', 'by name', 'never'];
const PROBLEMS_TOLD = 20;

/** Reads the text of `file`; where there are problems, the settings are not to be used. */
export function parseSettings(
  text: string,
  file: string,
  ruleIds: readonly string[],
): { readonly settings: Settings; readonly problems: readonly SettingsProblem[] } {
  const reader = new SettingsReader(ruleIds);
  const settings = reader.read(text, file);
  const problems = reader.problems.toSorted((a, b) => a.line - b.line).slice(0, PROBLEMS_TOLD);
  return { settings, problems };
}

class SettingsReader {
  readonly #nodes = new SettingsNodes();
  readonly #ruleIds: readonly string[];

  constructor(ruleIds: readonly string[]) {
    this.#ruleIds = ruleIds;
  }

  get problems(): readonly SettingsProblem[] {
    return this.#nodes.problems;
  }

  read(text: string, file: string): Settings {
    const contents = this.#nodes.parse(text);
    const empty: Settings = { ...NO_SETTINGS, file };
    if (contents === null || (isScalar(contents) && contents.value === null)) return empty;
    if (!isMap(contents)) {
      this.#nodes.report(contents, 'it must hold keys and values, such as `maxBallast: 5%`');
      return empty;
    }
    const { failOn, maxBallast, maxSize, base, profiles, ignore, secrets, fixes, images, update } =
      this.#nodes.readKeys(contents, KEYS, '');
    const chosen = failOn === undefined ? undefined : this.#readFailOn(failOn);
    const ballast = maxBallast === undefined ? undefined : this.#readLimit(maxBallast, 'maxBallast', true);
    const size = maxSize === undefined ? undefined : this.#readLimit(maxSize, 'maxSize', false);
    const reference = base === undefined ? undefined : this.#nodes.readText(base, "'base'");
    return {
      file,
      ...(chosen === undefined ? {} : { failOn: chosen }),
      ...(ballast === undefined ? {} : { maxBallast: ballast }),
      ...(size === undefined ? {} : { maxSize: size }),
      ...(reference === undefined ? {} : { base: reference }),
      profiles: profiles === undefined ? [] : this.#readProfiles(profiles),
      ignore: ignore === undefined ? [] : this.#readIgnores(ignore),
      secrets: secrets === undefined ? NO_SECRET_SETTINGS : this.#readSecrets(secrets),
      fixes: fixes === undefined ? {} : this.#readFixes(fixes),
      update: readUpdateSettings(images, update, this.#nodes),
    };
  }

  #readSecrets(node: Node): SecretSettings {
    if (!isMap(node)) {
      this.#nodes.report(node, "'secrets' must hold 'key', 'baseline' or 'rules'");
      return NO_SECRET_SETTINGS;
    }
    const { key, baseline, rules } = this.#nodes.readKeys(node, SECRET_KEYS, " in 'secrets'");
    const files = rules === undefined ? [] : isSeq(rules) ? (rules.items as Node[]) : [rules];
    return {
      key: (key && this.#nodes.readText(key, "'key' in 'secrets'")) ?? null,
      baseline: (baseline && this.#nodes.readText(baseline, "'baseline' in 'secrets'")) ?? null,
      rules: files.flatMap((file) => this.#nodes.readText(file, "'rules' in 'secrets'") ?? []),
    };
  }

  #readFixes(node: Node): Readonly<Record<string, FixSetting>> {
    const fixes: Record<string, FixSetting> = Object.create(null);
    if (!isMap(node)) {
      this.#nodes.report(node, "'fixes' must hold rules, each with always, 'by name' or never");
      return fixes;
    }
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const rule = this.#readRule(key, "a rule in 'fixes'");
      const chosen = isScalar(value) ? (value.value as FixSetting) : undefined;
      if (chosen === undefined || !FIX_SETTINGS.includes(chosen))
        this.#nodes.report(value ?? key, `a rule in 'fixes' must have one of ${FIX_SETTINGS.join(', ')}`);
      else if (rule !== undefined) fixes[rule] = chosen;
    }
    return fixes;
  }

  #readProfiles(node: Node): readonly ProfileSetting[] {
    if (isSeq(node)) return (node.items as Node[]).flatMap((item) => this.#readProfile(item) ?? []);
    this.#nodes.report(node, "'profiles' must be a list of entries with 'profile' and 'tag' or 'label'");
    return [];
  }

  #readProfile(node: Node): ProfileSetting | undefined {
    const values = isMap(node) ? this.#nodes.readKeys(node, PROFILE_KEYS, " in 'profiles'") : {};
    if (values.profile === undefined || (values.tag === undefined && values.label === undefined)) {
      this.#nodes.report(node, "an entry of 'profiles' must have 'profile' and 'tag' or 'label'");
      return undefined;
    }
    const profile = isScalar(values.profile) ? (values.profile.value as Profile) : undefined;
    const isKnown = profile !== undefined && PROFILES.includes(profile);
    if (!isKnown) this.#nodes.report(values.profile, `'profile' must be one of ${PROFILES.join(', ')}`);
    const tag = values.tag === undefined ? null : this.#nodes.readText(values.tag, "'tag' in 'profiles'");
    const label = values.label === undefined ? null : this.#readLabel(values.label);
    return isKnown && tag !== undefined && label !== undefined ? { profile, tag, label } : undefined;
  }

  #readLabel(node: Node): ProfileSetting['label'] | undefined {
    const text = this.#nodes.readText(node, "'label' in 'profiles'");
    if (text === undefined) return undefined;
    const equals = text.indexOf('=');
    if (equals > 0) return { name: text.slice(0, equals), value: text.slice(equals + 1) };
    this.#nodes.report(node, "'label' in 'profiles' must be NAME=VALUE");
    return undefined;
  }

  #readIgnores(node: Node): readonly IgnoreSetting[] {
    if (isSeq(node)) return (node.items as Node[]).flatMap((item) => this.#readIgnore(item) ?? []);
    this.#nodes.report(node, "'ignore' must be a list of entries with 'rule' and 'reason'");
    return [];
  }

  #readIgnore(node: Node): IgnoreSetting | undefined {
    if (!isMap(node)) {
      this.#nodes.report(node, "an entry of 'ignore' must have 'rule' and 'reason'");
      return undefined;
    }
    const values = this.#nodes.readKeys(node, IGNORE_KEYS, " in 'ignore'");
    for (const key of ['rule', 'reason'] as const)
      if (values[key] === undefined && !hasKey(node, key))
        this.#nodes.report(node, `an entry of 'ignore' has no '${key}'`);
    const rule = values.rule === undefined ? undefined : this.#readRule(values.rule);
    const path = values.path === undefined ? null : this.#nodes.readText(values.path, "'path' in 'ignore'");
    const reason =
      values.reason === undefined ? undefined : this.#nodes.readText(values.reason, "'reason' in 'ignore'");
    const until = values.until === undefined ? null : this.#readDate(values.until);
    if (rule === undefined || path === undefined || reason === undefined || until === undefined)
      return undefined;
    return { rule, path, reason, until, line: this.#nodes.lineOf(node) };
  }

  #readRule(node: Node, what = "'rule' in 'ignore'"): string | undefined {
    const rule = this.#nodes.readText(node, what);
    // The kinds of secrets are too many to be loaded for this; an ignore that matches nothing is told of after the run.
    if (rule === undefined || rule.startsWith('secret/')) return rule;
    if (this.#ruleIds.some((id) => matchesWildcard(rule, id))) return rule;
    const closest = findClosestWord(rule, this.#ruleIds);
    const suggestion = closest === undefined ? '' : ` (did you mean '${closest}'?)`;
    this.#nodes.report(node, `there is no rule '${cutEnd(rule, NAME_CELLS)}'${suggestion}`);
    return undefined;
  }

  #readFailOn(node: Node): FailOn | undefined {
    const value = isScalar(node) ? (node.value as FailOn) : undefined;
    if (value !== undefined && FAIL_ON.includes(value)) return value;
    this.#nodes.report(node, `'failOn' must be one of ${FAIL_ON.join(', ')}`);
    return undefined;
  }

  #readLimit(node: Node, key: string, allowsShare: boolean): SizeLimit | undefined {
    try {
      return parseSizeLimit(isScalar(node) ? String(node.value) : '', allowsShare);
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      this.#nodes.report(node, `'${key}': ${error.message.replace(/^It/, 'it').replace(/\.$/, '')}`);
      return undefined;
    }
  }

  #readDate(node: Node): string | undefined {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' && isCalendarDate(value)) return value;
    this.#nodes.report(node, "'until' in 'ignore' must be a date, written as 2027-01-31");
    return undefined;
  }
}

function hasKey(map: YAMLMap, name: string): boolean {
  return (map.items as Pair<Node>[]).some(({ key }) => isScalar(key) && key.value === name);
}
