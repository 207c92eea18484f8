// Why a package is in an image and what removing it would free: plain data for text and JSON.

/** One package in an answer. */
export interface NamedPackage {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
}

/** A package that needs it. */
export interface PackageNeed {
  readonly name: string;
  readonly version: string;
  readonly kind: 'pre-depends' | 'depends' | 'condition' | 'recommends' | 'suggests';
  /** As the package states it. */
  readonly text: string;
  /** Whether nothing else that is installed meets it. */
  readonly isOnly: boolean;
}

/** A program or library that stays and is linked with a library of the package, or of what would go with it. */
export interface LinkedFile {
  readonly path: string;
  /** The package that has the file, or null. */
  readonly owner: string | null;
  readonly soname: string;
  readonly library: string;
  /** The package of the library. */
  readonly package: string;
}

/** A file of the package, or of what would go with it, that the image starts. */
export interface StartedFile {
  /** `script`: a script that the image starts has it as the first word of a command. */
  readonly role: 'entrypoint' | 'command' | 'healthcheck' | 'interpreter' | 'script';
  /** The word of the config, or the script. */
  readonly namedBy: string;
  readonly path: string;
  readonly package: string;
}

/** What removing it does. */
export type Removal =
  | {
      readonly kind: 'removable';
      /** The package itself and what nothing needs then, the largest first. */
      readonly freed: readonly NamedPackage[];
      /** What cannot be without it, the largest first. */
      readonly dependents: readonly NamedPackage[];
      /** Of all of them, each file once. */
      readonly bytes: number;
    }
  /** Essential packages cannot be without it, or it is one of them. */
  | { readonly kind: 'refused'; readonly essential: readonly string[] };

/** The answer to `--why`. */
export interface WhyReport {
  readonly kind: 'why-report';
  readonly target: { readonly reference: string; readonly digest: string; readonly platform: string };
  readonly package: NamedPackage & {
    readonly purl: string;
    readonly layer: number;
    readonly isAutomatic: boolean | null;
  };
  /** Why it stays whoever needs it; null where it stays for others only. */
  readonly keptBecause: 'essential' | 'required' | 'protected' | 'held' | 'manual' | 'pattern' | null;
  /** From a package that stays by itself to this one; empty where nothing leads to it. */
  readonly keptPath: readonly string[];
  readonly neededBy: readonly PackageNeed[];
  readonly linkedBy: readonly LinkedFile[];
  readonly startedBy: readonly StartedFile[];
  /** Scripts that the image starts and that could not be read. */
  readonly unreadScripts: readonly string[];
  readonly removal: Removal;
}
