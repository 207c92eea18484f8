// A rule of the ignore file's repair: which files and folders a build does without, although an instruction sweeps them in.

/** Why a path may be ignored. */
export type RepairKind =
  | 'version-control'
  | 'dependencies'
  | 'build-output'
  | 'cache'
  | 'log'
  | 'dropping'
  | 'secret'
  /** The ignore file itself. */
  | 'ignore-file'
  /** Large, and no instruction uses it: only builders that send everything send it. */
  | 'unused';

/** What a command of RUN is told by. */
export interface CommandTest {
  readonly does: RegExp;
  readonly not?: RegExp;
}

/** Which paths a rule takes. Everything that is set must hold. */
export interface RepairRule {
  readonly kind: Exclude<RepairKind, 'ignore-file' | 'unused'>;
  /** Names with `*` as in a shell; `*` alone stands for any name, which is then written out. */
  readonly names: readonly string[];
  readonly type: 'folder' | 'file';
  readonly notNames?: RegExp;
  /** Names, one of which lies in the same folder. */
  readonly beside?: readonly string[];
  /** A name that lies in the folder itself. */
  readonly holds?: string;
  /** The name of the folder around. */
  readonly within?: string;
  /** What the first bytes of the file look like. */
  readonly content?: RegExp;
  /** The build must do this itself, in a stage that sweeps the path in or one that is built on the other. */
  readonly madeBy?: CommandTest;
  /** The build must not do this. */
  readonly readBy?: CommandTest;
  /** It turns up in any folder sooner or later: its line is written for all of them. */
  readonly spreads: boolean;
}
