// yum, dnf, microdnf, tdnf and rpm (dnf(8), yum(8), rpm(8)).
import { type CommandCall, type CommandReader, type EffectBody, parseCall } from './command-call.ts';
import type { ManagerId } from './effect.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { findOption, hasOption, type OptionTable, optionValues, type ParsedOptions } from './options.ts';

const TABLE: OptionTable = {
  letters: 'cdeRx',
  names: [
    'config',
    'debuglevel',
    'errorlevel',
    'randomwait',
    'exclude',
    'excludepkgs',
    'enablerepo',
    'disablerepo',
    'enable-repo',
    'disable-repo',
    'repo',
    'repoid',
    'repofrompath',
    'installroot',
    'releasever',
    'setopt',
    'downloaddir',
    'destdir',
    'comment',
    'forcearch',
    'arch',
    'rpmverbosity',
    'advisory',
    'bz',
    'cve',
    'sec-severity',
    'color',
    'disableplugin',
    'enableplugin',
    'disableexcludes',
    'color',
  ],
};
const SYNTAX: PackageSyntax = {
  pattern: /^([a-zA-Z0-9@_][\w+.:@() *-]*)$/,
  isFile: (operand) => isPathOrUrl(operand) || operand.endsWith('.rpm'),
};
const INSTALLS: ReadonlySet<string> = new Set([
  'install',
  'in',
  'localinstall',
  'reinstall',
  'groupinstall',
  'install-n',
  'install-na',
  'install-nevra',
  'builddep',
  'build-dep',
]);
const UPGRADES: ReadonlyMap<string, 'all' | 'distribution'> = new Map([
  ['update', 'all'],
  ['upgrade', 'all'],
  ['up', 'all'],
  ['update-minimal', 'all'],
  ['upgrade-minimal', 'all'],
  ['distro-sync', 'distribution'],
  ['dist-upgrade', 'distribution'],
]);

/** yum, dnf, microdnf, tdnf. */
export const readRpmManager: CommandReader = (call) => {
  const manager = managerOf(call.program);
  const parsed = parseCall(call, TABLE);
  const isGroup = /^(?:group|module)s?$/.test(parsed.operands[0]?.value ?? '');
  const [verb, ...operands] = isGroup ? parsed.operands.slice(1) : parsed.operands;
  const name = verb?.value ?? '';
  const sorted = sortOperands(operands, SYNTAX);
  const { packages } = sorted;
  const isComplete = sorted.isComplete && !call.isOpen && !isGroup;
  const extent = UPGRADES.get(name);
  // With names behind it, it brings these alone up to date.
  if (INSTALLS.has(name) || (extent !== undefined && operands.length > 0)) {
    const isWhole = isComplete && name !== 'builddep' && name !== 'build-dep' && name !== 'groupinstall';
    return [
      {
        kind: 'install',
        manager,
        ...sorted,
        isComplete: isWhole,
        lists: [],
        verb: verb!,
        ...settings(parsed),
      },
    ];
  }
  if (extent !== undefined) return [{ kind: 'upgrade', manager, extent }];
  switch (name) {
    case 'makecache':
    case 'check-update':
      return [{ kind: 'update-index', manager }];
    case 'clean':
      return [{ kind: 'clean-cache', manager, isWhole: operands.some(({ value }) => value === 'all') }];
    case 'remove':
    case 'erase':
    case 'rm':
      // dnf takes what only they needed off by itself; yum and microdnf do not.
      return [
        {
          kind: 'uninstall',
          manager,
          packages,
          isComplete,
          autoremove: manager === 'dnf' || manager === 'tdnf',
        },
      ];
    case 'autoremove':
      return [{ kind: 'uninstall', manager, packages, isComplete, autoremove: true }];
    default:
      return [];
  }
};

function managerOf(program: string): ManagerId {
  if (program.startsWith('yum')) return 'yum';
  return program === 'microdnf' || program === 'tdnf' ? program : 'dnf';
}

function settings(parsed: ParsedOptions): Partial<Extract<EffectBody, { kind: 'install' }>> {
  const values = optionValues(parsed, 'setopt');
  const weak = values.findLast((value) => /^install_?weak_?deps=/i.test(value));
  const root = findOption(parsed, 'installroot')?.value;
  return {
    ...(weak === undefined ? {} : { withRecommends: !/=(?:false|no|0|off)$/i.test(weak) }),
    ...(root === undefined ? {} : { into: root }),
    ...(hasOption(parsed, 'downloadonly') ? { isDownloadOnly: true } : {}),
  };
}

/** yum-builddep. */
export const readBuildDependencies: CommandReader = (call) => [
  {
    kind: 'install',
    manager: managerOf(call.program),
    packages: [],
    files: [],
    lists: [],
    isComplete: false,
  },
];

/** rpm. */
export const readRpm: CommandReader = (call: CommandCall) => {
  const parsed = parseCall(call, {
    letters: 'DE',
    names: ['root', 'dbpath', 'define', 'prefix', 'relocate'],
  });
  const { packages, files, isComplete } = sortOperands(parsed.operands, SYNTAX);
  const isWhole = isComplete && !call.isOpen;
  if (hasOption(parsed, 'e', 'erase'))
    return [{ kind: 'uninstall', manager: 'rpm', packages, isComplete: isWhole, autoremove: false }];
  if (hasOption(parsed, 'q', 'query', 'V', 'verify', 'import', 'K', 'checksig', 'E', 'eval')) return [];
  if (!hasOption(parsed, 'i', 'U', 'F', 'install', 'upgrade', 'freshen')) return [];
  return [{ kind: 'install', manager: 'rpm', packages, files, lists: [], isComplete: isWhole }];
};
