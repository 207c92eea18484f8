// What plimsoll.yaml says, checked and ready to use.
import type { Profile } from '../../checks/profile.ts';
import { NO_UPDATE_SETTINGS, type UpdateSettings } from '../../fleet/update/update-settings.ts';
import type { FailOn } from '../../report/image-report.ts';
import type { SizeLimit } from './parse-size-limit.ts';

/** Findings, or the files of findings, that are known and accepted. */
export interface IgnoreSetting {
  /** A rule id, or a pattern with `*`. */
  readonly rule: string;
  /** A path glob, or null for all files. */
  readonly path: string | null;
  readonly reason: string;
  /** The last day it holds, `YYYY-MM-DD` in UTC, or null. */
  readonly until: string | null;
  /** Where it stands in the file. */
  readonly line: number;
}

/** Which images have a profile: those that fit all that is given. */
export interface ProfileSetting {
  readonly profile: Profile;
  /** A pattern with `*` for the image's tag, or null for any. */
  readonly tag: string | null;
  /** A label that the image must have, its value a pattern with `*`, or null. */
  readonly label: { readonly name: string; readonly value: string } | null;
}

/** How secrets are looked for and told. Files are as the settings name them, from the folder of the settings. */
export interface SecretSettings {
  /** The key that fingerprints are made with, or null. */
  readonly key: string | null;
  /** Accepted secrets, or null. */
  readonly baseline: string | null;
  /** Rules of the user's own, as gitleaks.toml has them. */
  readonly rules: readonly string[];
}

/** Whether a rule's fix is made: with `--fix`, only where `--fix` names it, or not at all. */
export type FixSetting = 'always' | 'by name' | 'never';

export interface Settings {
  /** The file they come from, or null where there is none. */
  readonly file: string | null;
  readonly failOn?: FailOn;
  readonly maxBallast?: SizeLimit;
  readonly maxSize?: SizeLimit;
  readonly base?: string;
  /** The first that fits an image counts. */
  readonly profiles: readonly ProfileSetting[];
  readonly ignore: readonly IgnoreSetting[];
  readonly secrets: SecretSettings;
  /** By rule. */
  readonly fixes: Readonly<Record<string, FixSetting>>;
  /** The images that are built, and how they are kept up to date. */
  readonly update: UpdateSettings;
}

/** No key, no baseline, no rules of one's own. */
export const NO_SECRET_SETTINGS: SecretSettings = { key: null, baseline: null, rules: [] };

/** What holds where there is no settings file. */
export const NO_SETTINGS: Settings = {
  file: null,
  profiles: [],
  ignore: [],
  secrets: NO_SECRET_SETTINGS,
  fixes: {},
  update: NO_UPDATE_SETTINGS,
};
