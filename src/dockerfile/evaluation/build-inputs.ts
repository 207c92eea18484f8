// What a build is given beside its Dockerfile, and the arguments that BuildKit adds (dockerfile2llb/platform.go).

/** What is known of a base image's config. */
export interface BaseConfig {
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** ONBUILD triggers, in their order. */
  readonly triggers: readonly string[];
}

/** The choices of one build. */
export interface BuildInputs {
  /** A stage's name; the last stage where it is left out or empty. */
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** `os/architecture[/variant]`, as in `--platform`; this machine's where it is left out. */
  readonly platform?: string;
  /** The platform that builds; the same where it is left out. */
  readonly buildPlatform?: string;
  /** What `--build-context NAME=VALUE` says. */
  readonly namedContexts?: Readonly<Record<string, string>>;
  /** Config of an image by its full reference; undefined where it is not known. */
  readonly readBase?: (reference: string) => BaseConfig | undefined;
  /** The folder in which an image begins whose config is not known; undefined where nobody knows. */
  readonly guessFolder?: (reference: string) => string | undefined;
  /** Whether a base that an argument without a value names is an unknown image, and no reason to refuse the file. */
  readonly takesOpenBases?: boolean;
}

/** What has no value in the environment of RUN: BuildKit reads these itself. */
export const NOT_IN_ENVIRONMENT: ReadonlySet<string> = new Set([
  'BUILDKIT_SBOM_SCAN_CONTEXT',
  'BUILDKIT_SBOM_SCAN_STAGE',
]);

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** The platform of a Linux image on this machine. */
export function hostPlatform(): string {
  return `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
}

/** Arguments that every FROM can use, and every stage that names them with ARG. */
export function predefinedArgs(inputs: BuildInputs, lastStageName: string | undefined): Map<string, string> {
  const target = inputs.platform ?? hostPlatform();
  const args = new Map<string, string>();
  const add = (prefix: string, platform: string): void => {
    const [os = '', architecture = '', variant = ''] = platform.split('/');
    args.set(`${prefix}PLATFORM`, platform).set(`${prefix}OS`, os).set(`${prefix}OSVERSION`, '');
    args.set(`${prefix}ARCH`, architecture).set(`${prefix}VARIANT`, variant);
  };
  add('BUILD', inputs.buildPlatform ?? target);
  add('TARGET', target);
  args.set('TARGETSTAGE', inputs.target || lastStageName || 'default');
  for (const name of args.keys()) {
    const given = ownValue(inputs.buildArgs, name);
    if (given !== undefined) args.set(name, given);
  }
  return args;
}

/** A value of a record that comes from outside. */
export function ownValue(
  record: Readonly<Record<string, string>> | undefined,
  name: string,
): string | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
