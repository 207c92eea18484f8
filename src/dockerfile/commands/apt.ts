// apt, apt-get, aptitude, apt-mark, add-apt-repository, dpkg, gdebi (apt-get(8), aptitude(8), dpkg(1)).
import type { ShellWord } from '../shell/shell-script.ts';
import { type CommandCall, type CommandReader, type EffectBody, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import {
  findOption,
  hasOption,
  type OptionTable,
  optionValues,
  type ParsedOptions,
  readSwitch,
} from './options.ts';

const TABLE: OptionTable = {
  letters: 'octaP',
  names: [
    'option',
    'config-file',
    'target-release',
    'default-release',
    'host-architecture',
    'build-profiles',
    'solver',
    'planner',
  ],
};
const APTITUDE: OptionTable = {
  letters: 'oqtFOwsSdZ',
  names: ['target-release', 'display-format', 'sort', 'width', 'user-tag', 'add-user-tag'],
};
/** name:arch, then =version or /release. */
const SYNTAX: PackageSyntax = {
  pattern: /^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?(?:[=/](.*))?$/i,
  isFile: (operand) => isPathOrUrl(operand) || operand.endsWith('.deb'),
};
const UPGRADES: ReadonlyMap<string, 'all' | 'distribution'> = new Map([
  ['upgrade', 'all'],
  ['safe-upgrade', 'all'],
  ['dist-upgrade', 'distribution'],
  ['full-upgrade', 'distribution'],
]);

/** apt, apt-get, aptitude. */
export const readApt: CommandReader = (call) => {
  const parsed = parseCall(call, call.program === 'aptitude' ? APTITUDE : TABLE);
  const [verb, ...operands] = parsed.operands;
  const manager = 'apt';
  const autoremove = readSwitch(parsed, 'auto-remove') ?? readSwitch(parsed, 'autoremove') ?? false;
  const extent = UPGRADES.get(verb?.value ?? '');
  if (extent !== undefined && operands.length === 0) return [{ kind: 'upgrade', manager, extent }];
  switch (verb?.value) {
    case 'update':
      return [{ kind: 'update-index', manager }];
    case 'install':
    case 'upgrade':
    case 'reinstall':
    case 'satisfy':
    case 'build-dep':
      return installs(call, parsed, verb, operands);
    case 'remove':
    case 'purge':
      return [
        {
          kind: 'uninstall',
          manager,
          ...named(call, operands),
          autoremove,
          isPurge: verb.value === 'purge' || hasOption(parsed, 'purge'),
        },
      ];
    case 'autoremove':
    case 'autopurge':
      return [
        {
          kind: 'uninstall',
          manager,
          ...named(call, operands),
          autoremove: true,
          isPurge: verb.value === 'autopurge' || hasOption(parsed, 'purge'),
        },
      ];
    case 'clean':
      return [{ kind: 'clean-cache', manager, isWhole: true }];
    // Of apt 3: the lists too.
    case 'distclean':
    case 'dist-clean':
      return [
        { kind: 'clean-cache', manager, isWhole: true },
        { kind: 'remove', paths: ['/var/lib/apt/lists/*'], isComplete: true, recursive: true },
      ];
    case 'autoclean':
    case 'auto-clean':
      return [{ kind: 'clean-cache', manager, isWhole: false }];
    default:
      return [];
  }
};

function named(call: CommandCall, operands: readonly ShellWord[]) {
  const { packages, isComplete } = sortOperands(operands, SYNTAX);
  return { packages, isComplete: isComplete && !call.isOpen };
}

function installs(
  call: CommandCall,
  parsed: ParsedOptions,
  verb: ShellWord,
  operands: readonly ShellWord[],
): readonly EffectBody[] {
  // `apt-get install git-` takes git off.
  const isRemoval = ({ value }: ShellWord): boolean => value?.endsWith('-') === true && value.length > 2;
  const { packages, files, isComplete } = sortOperands(
    operands.filter((word) => !isRemoval(word)),
    SYNTAX,
  );
  const recommends = withRecommends(call, parsed);
  return [
    {
      kind: 'install',
      manager: 'apt',
      packages: verb.value === 'build-dep' ? [] : packages,
      files,
      lists: [],
      isComplete: isComplete && !call.isOpen && verb.value !== 'build-dep',
      verb,
      ...(recommends === undefined ? {} : { withRecommends: recommends }),
      ...(hasOption(parsed, 'd', 'download-only') ? { isDownloadOnly: true } : {}),
    },
  ];
}

function withRecommends({ program }: CommandCall, parsed: ParsedOptions): boolean | undefined {
  if (program === 'aptitude') {
    const option = findOption(parsed, 'R', 'without-recommends', 'r', 'with-recommends');
    if (option !== undefined) return option.name === 'r' || option.name === 'with-recommends';
  }
  const own = readSwitch(parsed, 'install-recommends');
  if (own !== undefined) return own;
  const settings = optionValues(parsed, 'o', 'option').flatMap(
    (value) => /^APT::Install-Recommends=["']?([^"']*)/i.exec(value)?.[1] ?? [],
  );
  const last = settings.at(-1);
  return last === undefined ? undefined : !/^(?:false|no|off|0|without|disable)$/i.test(last);
}

const MARKS: ReadonlySet<string> = new Set(['auto', 'manual', 'hold', 'unhold', 'showmanual', 'showauto']);

/** apt-mark. */
export const readAptMark: CommandReader = (call) => {
  const [verb, ...operands] = parseCall(call, { letters: 'f', names: ['file'] }).operands;
  const mark = verb?.value === 'minimize-manual' ? 'auto' : verb?.value;
  if (mark === undefined || !MARKS.has(mark)) return [];
  return [{ kind: 'mark', manager: 'apt', mark: mark as 'auto', ...named(call, operands) }];
};

/** add-apt-repository fetches the index, unless it is told not to. */
export const readAddRepository: CommandReader = (call) =>
  hasOption(parseCall(call), 'n', 'no-update') ? [] : [{ kind: 'update-index', manager: 'apt' }];

/** dpkg and gdebi. */
export const readDpkg: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'DoO', names: ['root', 'admindir', 'instdir'] });
  const { operands } = parsed;
  if (hasOption(parsed, 'i', 'install') || call.program === 'gdebi') {
    const files = operands.flatMap(({ value }) => value ?? []);
    const isComplete = !call.isOpen && files.length === operands.length;
    return [{ kind: 'install', manager: 'dpkg', packages: [], files, lists: [], isComplete }];
  }
  const isPurge = hasOption(parsed, 'P', 'purge');
  if (isPurge || hasOption(parsed, 'r', 'remove'))
    return [{ kind: 'uninstall', manager: 'dpkg', ...named(call, operands), autoremove: false, isPurge }];
  if (!hasOption(parsed, 'x', 'extract', 'X', 'vextract')) return [];
  const [archive, into] = operands.map(({ value }) => value);
  return [
    {
      kind: 'extract',
      isFromPipe: false,
      ...(archive === undefined ? {} : { archive }),
      ...(into === undefined ? {} : { into }),
    },
  ];
};
