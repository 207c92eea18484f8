// plimsoll.yaml from its text. Values are taken from the syntax tree, never resolved, so that each problem has its line
// and aliases can multiply nothing.
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { PROFILES, type Profile } from '../../checks/profile.ts';
import { PlimsollError } from '../../errors.ts';
import { cutEnd } from '../../report/cell-width.ts';
import type { FailOn } from '../../report/image-report.ts';
import { findClosestWord } from './closest-word.ts';
import { isCalendarDate } from './is-calendar-date.ts';
import { matchesWildcard } from './match-glob.ts';
import { parseSizeLimit, type SizeLimit } from './parse-size-limit.ts';
import {
  type FixSetting,
  type IgnoreSetting,
  NO_SECRET_SETTINGS,
  NO_SETTINGS,
  type ProfileSetting,
  type SecretSettings,
  type Settings,
} from './settings.ts';

export interface SettingsProblem {
  readonly line: number;
  readonly message: string;
}

const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'advice', 'never'];
const KEYS = ['failOn', 'maxBallast', 'maxSize', 'base', 'profiles', 'ignore', 'secrets', 'fixes'] as const;
const PROFILE_KEYS = ['profile', 'tag', 'label'] as const;
const IGNORE_KEYS = ['rule', 'path', 'reason', 'until'] as const;
const SECRET_KEYS = ['key', 'baseline', 'rules'] as const;
const FIX_SETTINGS: readonly FixSetting[] = ['always', 'by name', 'never'];
const PROBLEMS_TOLD = 20;
/** Of a name that is wrong, so much is shown. */
const NAME_CELLS = 60;

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

type Values<Key extends string> = Partial<Record<Key, Node>>;

class SettingsReader {
  readonly problems: SettingsProblem[] = [];
  readonly #lines = new LineCounter();
  readonly #ruleIds: readonly string[];

  constructor(ruleIds: readonly string[]) {
    this.#ruleIds = ruleIds;
  }

  read(text: string, file: string): Settings {
    const contents = this.#parse(text);
    const empty: Settings = { ...NO_SETTINGS, file };
    if (contents === null || (isScalar(contents) && contents.value === null)) return empty;
    if (!isMap(contents)) {
      this.#report(contents, 'it must hold keys and values, such as `maxBallast: 5%`');
      return empty;
    }
    const { failOn, maxBallast, maxSize, base, profiles, ignore, secrets, fixes } = this.#readKeys(
      contents,
      KEYS,
      '',
    );
    const chosen = failOn === undefined ? undefined : this.#readFailOn(failOn);
    const ballast = maxBallast === undefined ? undefined : this.#readLimit(maxBallast, 'maxBallast', true);
    const size = maxSize === undefined ? undefined : this.#readLimit(maxSize, 'maxSize', false);
    const reference = base === undefined ? undefined : this.#readText(base, "'base'");
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
    };
  }

  #parse(text: string): Node | null {
    let document: ReturnType<typeof parseDocument>;
    try {
      document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, logLevel: 'error' });
    } catch {
      // Nesting without end is all that makes the parser itself fail.
      this.problems.push({ line: 1, message: 'it is nested too deeply to be read' });
      return null;
    }
    for (const { code, pos, message } of document.errors)
      this.problems.push({
        line: this.#lines.linePos(pos[0]).line,
        message: code === 'MULTIPLE_DOCS' ? 'it holds more than one document' : message.split('\n', 1)[0]!,
      });
    return this.problems.length > 0 ? null : (document.contents as Node | null);
  }

  #readKeys<Key extends string>(map: YAMLMap, keys: readonly Key[], inside: string): Values<Key> {
    const values: Values<Key> = {};
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!keys.includes(name as Key)) {
        const closest = findClosestWord(name, keys);
        const suggestion = closest === undefined ? '' : ` (did you mean '${closest}'?)`;
        this.#report(key, `unknown key '${cutEnd(name, NAME_CELLS)}'${inside}${suggestion}`);
      } else if (value === null || (isScalar(value) && value.value === null))
        this.#report(key, `'${name}'${inside} has no value`);
      else if (isAlias(value)) this.#report(value, `'${name}'${inside} is an alias; write the value itself`);
      else values[name as Key] = value;
    }
    return values;
  }

  #readSecrets(node: Node): SecretSettings {
    if (!isMap(node)) {
      this.#report(node, "'secrets' must hold 'key', 'baseline' or 'rules'");
      return NO_SECRET_SETTINGS;
    }
    const { key, baseline, rules } = this.#readKeys(node, SECRET_KEYS, " in 'secrets'");
    const files = rules === undefined ? [] : isSeq(rules) ? (rules.items as Node[]) : [rules];
    return {
      key: (key && this.#readText(key, "'key' in 'secrets'")) ?? null,
      baseline: (baseline && this.#readText(baseline, "'baseline' in 'secrets'")) ?? null,
      rules: files.flatMap((file) => this.#readText(file, "'rules' in 'secrets'") ?? []),
    };
  }

  #readFixes(node: Node): Readonly<Record<string, FixSetting>> {
    const fixes: Record<string, FixSetting> = Object.create(null);
    if (!isMap(node)) {
      this.#report(node, "'fixes' must hold rules, each with always, 'by name' or never");
      return fixes;
    }
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const rule = this.#readRule(key, "a rule in 'fixes'");
      const chosen = isScalar(value) ? (value.value as FixSetting) : undefined;
      if (chosen === undefined || !FIX_SETTINGS.includes(chosen))
        this.#report(value ?? key, `a rule in 'fixes' must have one of ${FIX_SETTINGS.join(', ')}`);
      else if (rule !== undefined) fixes[rule] = chosen;
    }
    return fixes;
  }

  #readProfiles(node: Node): readonly ProfileSetting[] {
    if (isSeq(node)) return (node.items as Node[]).flatMap((item) => this.#readProfile(item) ?? []);
    this.#report(node, "'profiles' must be a list of entries with 'profile' and 'tag' or 'label'");
    return [];
  }

  #readProfile(node: Node): ProfileSetting | undefined {
    const values = isMap(node) ? this.#readKeys(node, PROFILE_KEYS, " in 'profiles'") : {};
    if (values.profile === undefined || (values.tag === undefined && values.label === undefined)) {
      this.#report(node, "an entry of 'profiles' must have 'profile' and 'tag' or 'label'");
      return undefined;
    }
    const profile = isScalar(values.profile) ? (values.profile.value as Profile) : undefined;
    const isKnown = profile !== undefined && PROFILES.includes(profile);
    if (!isKnown) this.#report(values.profile, `'profile' must be one of ${PROFILES.join(', ')}`);
    const tag = values.tag === undefined ? null : this.#readText(values.tag, "'tag' in 'profiles'");
    const label = values.label === undefined ? null : this.#readLabel(values.label);
    return isKnown && tag !== undefined && label !== undefined ? { profile, tag, label } : undefined;
  }

  #readLabel(node: Node): ProfileSetting['label'] | undefined {
    const text = this.#readText(node, "'label' in 'profiles'");
    if (text === undefined) return undefined;
    const equals = text.indexOf('=');
    if (equals > 0) return { name: text.slice(0, equals), value: text.slice(equals + 1) };
    this.#report(node, "'label' in 'profiles' must be NAME=VALUE");
    return undefined;
  }

  #readIgnores(node: Node): readonly IgnoreSetting[] {
    if (isSeq(node)) return (node.items as Node[]).flatMap((item) => this.#readIgnore(item) ?? []);
    this.#report(node, "'ignore' must be a list of entries with 'rule' and 'reason'");
    return [];
  }

  #readIgnore(node: Node): IgnoreSetting | undefined {
    if (!isMap(node)) {
      this.#report(node, "an entry of 'ignore' must have 'rule' and 'reason'");
      return undefined;
    }
    const values = this.#readKeys(node, IGNORE_KEYS, " in 'ignore'");
    for (const key of ['rule', 'reason'] as const)
      if (values[key] === undefined && !hasKey(node, key))
        this.#report(node, `an entry of 'ignore' has no '${key}'`);
    const rule = values.rule === undefined ? undefined : this.#readRule(values.rule);
    const path = values.path === undefined ? null : this.#readText(values.path, "'path' in 'ignore'");
    const reason =
      values.reason === undefined ? undefined : this.#readText(values.reason, "'reason' in 'ignore'");
    const until = values.until === undefined ? null : this.#readDate(values.until);
    if (rule === undefined || path === undefined || reason === undefined || until === undefined)
      return undefined;
    return { rule, path, reason, until, line: this.#lineOf(node) };
  }

  #readRule(node: Node, what = "'rule' in 'ignore'"): string | undefined {
    const rule = this.#readText(node, what);
    // The kinds of secrets are too many to be loaded for this; an ignore that matches nothing is told of after the run.
    if (rule === undefined || rule.startsWith('secret/')) return rule;
    if (this.#ruleIds.some((id) => matchesWildcard(rule, id))) return rule;
    const closest = findClosestWord(rule, this.#ruleIds);
    const suggestion = closest === undefined ? '' : ` (did you mean '${closest}'?)`;
    this.#report(node, `there is no rule '${cutEnd(rule, NAME_CELLS)}'${suggestion}`);
    return undefined;
  }

  #readFailOn(node: Node): FailOn | undefined {
    const value = isScalar(node) ? (node.value as FailOn) : undefined;
    if (value !== undefined && FAIL_ON.includes(value)) return value;
    this.#report(node, `'failOn' must be one of ${FAIL_ON.join(', ')}`);
    return undefined;
  }

  #readLimit(node: Node, key: string, allowsShare: boolean): SizeLimit | undefined {
    try {
      return parseSizeLimit(isScalar(node) ? String(node.value) : '', allowsShare);
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error;
      this.#report(node, `'${key}': ${error.message.replace(/^It/, 'it').replace(/\.$/, '')}`);
      return undefined;
    }
  }

  #readDate(node: Node): string | undefined {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' && isCalendarDate(value)) return value;
    this.#report(node, "'until' in 'ignore' must be a date, written as 2027-01-31");
    return undefined;
  }

  #readText(node: Node, what: string): string | undefined {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.#report(node, `${what} must be text`);
    return undefined;
  }

  #report(node: Node | null, message: string): void {
    this.problems.push({ line: this.#lineOf(node), message });
  }

  #lineOf(node: Node | null): number {
    return this.#lines.linePos(node?.range?.[0] ?? 0).line;
  }
}

function hasKey(map: YAMLMap, name: string): boolean {
  return (map.items as Pair<Node>[]).some(({ key }) => isScalar(key) && key.value === name);
}
