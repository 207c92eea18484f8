// What a command does to the image that is built, as far as rules ask. One effect is one thing that one command does.
import type { TextRange } from '../parsing/instruction.ts';
import type { ShellCommand, ShellWord } from '../shell/shell-script.ts';

/** Package managers, each a name for all programs that share its caches. `apt` is apt, apt-get and aptitude. */
export type ManagerId =
  | 'apt'
  | 'dpkg'
  | 'apk'
  | 'yum'
  | 'dnf'
  | 'microdnf'
  | 'tdnf'
  | 'rpm'
  | 'zypper'
  | 'pacman'
  | 'pip'
  | 'pipx'
  | 'uv'
  | 'poetry'
  | 'pipenv'
  | 'conda'
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'bun'
  | 'gem'
  | 'bundler'
  | 'composer'
  | 'go'
  | 'cargo'
  | 'rustup'
  | 'maven'
  | 'gradle'
  | 'nuget';

/** A package that a command names. */
export interface NamedPackage {
  readonly name: string;
  /** What follows the name's `=`, `==`, `@`, `:`; left out where there is none or it is unknown. */
  readonly version?: string;
  /** The word's range. */
  readonly range: TextRange;
  /** Of the word that names it. */
  readonly isPlain: boolean;
}

/** What every effect has. */
export interface EffectBase {
  readonly command: ShellCommand;
  /** The program and its arguments, with sudo, env and the like taken off. */
  readonly argv: readonly ShellWord[];
  /** Name of the program without its folder. */
  readonly program: string;
  /** `maybe` in branches, loops, functions and behind `||`. */
  readonly certainty: 'always' | 'maybe';
  /** The folder it runs in; undefined where it is not known. */
  readonly cwd: string | undefined;
}

/** Packages are installed. */
export interface InstallEffect extends EffectBase {
  readonly kind: 'install';
  readonly manager: ManagerId;
  readonly packages: readonly NamedPackage[];
  /** False where a name is unknown, or a file lists them. */
  readonly isComplete: boolean;
  /** The subcommand's word (`install`, `add`): options may be put behind it. */
  readonly verb?: ShellWord;
  /** Files that list packages (`-r requirements.txt`), as they are written. */
  readonly lists: readonly string[];
  /** Packages that are files, folders or URLs, as they are written. */
  readonly files: readonly string[];
  /** Of apt, dnf, zypper: what the command says of recommended packages; undefined where it says nothing. */
  readonly withRecommends?: boolean;
  /** What the command says of its cache (`--no-cache`, `--no-cache-dir`: false); undefined where it says nothing. */
  readonly keepsCache?: boolean;
  /** Whether only what production needs is installed; undefined where the command does not say. */
  readonly isProduction?: boolean;
  /** Of apk: the name of the virtual package (`--virtual .build-deps`). */
  readonly virtualName?: string;
  /** Of npm, yarn, pnpm, bun, composer: for all users instead of one project. */
  readonly isGlobal?: boolean;
  /** Where it is installed instead of the usual place (`--target`, `--root`, `--prefix`). */
  readonly into?: string;
  /** Whether it only downloads. */
  readonly isDownloadOnly?: boolean;
}

/** Packages are taken off. */
export interface UninstallEffect extends EffectBase {
  readonly kind: 'uninstall';
  readonly manager: ManagerId;
  readonly packages: readonly NamedPackage[];
  readonly isComplete: boolean;
  /** Whether what only they needed goes too. */
  readonly autoremove: boolean;
  readonly isPurge?: boolean;
}

/** `apt-mark`: which packages autoremove keeps. */
export interface MarkEffect extends EffectBase {
  readonly kind: 'mark';
  readonly manager: 'apt';
  readonly mark: 'auto' | 'manual' | 'hold' | 'unhold' | 'showmanual' | 'showauto';
  readonly packages: readonly NamedPackage[];
  readonly isComplete: boolean;
}

/** The index is fetched, the caches are emptied, or every package is brought up to date. */
export interface ManagerEffect extends EffectBase {
  readonly kind: 'update-index' | 'clean-cache' | 'upgrade';
  readonly manager: ManagerId;
  /** Of clean-cache: whether all of it goes (`yum clean all`), or a part (`yum clean metadata`, `npm cache verify`). */
  readonly isWhole?: boolean;
  /** Of upgrade: `distribution` for dist-upgrade, full-upgrade, dup. */
  readonly extent?: 'all' | 'distribution';
}

/** Something is fetched from a network. */
export interface DownloadEffect extends EffectBase {
  readonly kind: 'download';
  readonly tool: string;
  /** As far as they are known; a URL with an unknown part is cut off before it. */
  readonly urls: readonly string[];
  /** The file it is written to; undefined where it is unknown or goes to a pipe. */
  readonly path?: string;
  /** Whether it goes to standard output. */
  readonly isPiped: boolean;
}

/** An archive is unpacked. */
export interface ExtractEffect extends EffectBase {
  readonly kind: 'extract';
  /** Undefined for standard input, or where it is unknown. */
  readonly archive?: string;
  readonly isFromPipe: boolean;
  readonly into?: string;
  /** Of gunzip, xz -d and the like, which take the archive away themselves. */
  readonly isReplaced?: boolean;
}

/** Files are taken away. */
export interface RemoveEffect extends EffectBase {
  readonly kind: 'remove';
  /** Absolute where the folder is known; wildcards are kept. */
  readonly paths: readonly string[];
  readonly isComplete: boolean;
  readonly recursive: boolean;
}

/** Owner or mode of files change, which writes them again in this layer. */
export interface ChangeEffect extends EffectBase {
  readonly kind: 'change-owner' | 'change-mode';
  readonly paths: readonly string[];
  readonly isComplete: boolean;
  readonly recursive: boolean;
  /** `app:app`, `u+x`; undefined where it is unknown. */
  readonly spec?: string;
}

/** A repository is cloned. */
export interface CloneEffect extends EffectBase {
  readonly kind: 'clone';
  readonly url?: string;
  readonly into?: string;
  readonly isShallow: boolean;
  readonly isRecursive: boolean;
}

/** A user or group is made. */
export interface AddUserEffect extends EffectBase {
  readonly kind: 'add-user' | 'add-group';
  readonly name?: string;
  /** Numeric id; undefined where none is given. */
  readonly id?: number;
  /** Of useradd: `--no-log-init`. */
  readonly hasNoLogInit?: boolean;
}

/** A program is built. */
export interface CompileEffect extends EffectBase {
  readonly kind: 'compile';
  readonly tool: string;
  readonly language: 'c' | 'go' | 'rust' | 'java' | 'dotnet' | 'javascript' | 'python' | 'haskell' | 'other';
}

/** Files or folders are written. */
export interface WriteEffect extends EffectBase {
  readonly kind: 'write' | 'make-folder' | 'touch';
  readonly paths: readonly string[];
  readonly isComplete: boolean;
  /** What is written, where it is known: of `echo` and `printf` with a redirection. */
  readonly text?: string;
}

/** Files are moved, copied or linked. */
export interface MoveEffect extends EffectBase {
  readonly kind: 'move' | 'copy' | 'link';
  readonly from: readonly string[];
  readonly to?: string;
  readonly isComplete: boolean;
}

/** The folder in which what follows runs. */
export interface FolderEffect extends EffectBase {
  readonly kind: 'change-folder';
  /** Undefined where it is unknown. */
  readonly path: string | undefined;
}

/** Options of the shell itself. */
export interface ShellOptionEffect extends EffectBase {
  readonly kind: 'shell-option';
  readonly errexit?: boolean;
  readonly xtrace?: boolean;
  readonly pipefail?: boolean;
}

/** A program of which nothing more is known. */
export interface RunEffect extends EffectBase {
  readonly kind: 'run';
}

/** What a command does. */
export type Effect =
  | InstallEffect
  | UninstallEffect
  | MarkEffect
  | ManagerEffect
  | DownloadEffect
  | ExtractEffect
  | RemoveEffect
  | ChangeEffect
  | CloneEffect
  | AddUserEffect
  | CompileEffect
  | WriteEffect
  | MoveEffect
  | FolderEffect
  | ShellOptionEffect
  | RunEffect;
