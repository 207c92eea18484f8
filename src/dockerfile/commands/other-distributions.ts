// zypper and pacman (zypper(8), pacman(8)).
import { type CommandReader, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { findOption, hasOption, readSwitch } from './options.ts';

const SYNTAX: PackageSyntax = {
  pattern: /^([a-zA-Z0-9@_][\w+.:@()*-]*?)(?:[=<>]+(.*))?$/,
  isFile: (operand) => isPathOrUrl(operand) || /\.(?:rpm|pkg\.tar(?:\.\w+)?)$/.test(operand),
};
const ZYPPER = {
  letters: 'Rcprt',
  names: [
    'root',
    'installroot',
    'config',
    'cache-dir',
    'pkg-cache-dir',
    'raw-cache-dir',
    'solv-cache-dir',
    'reposd-dir',
    'plus-repo',
    'repo',
    'type',
    'from',
    'capability',
    'download',
    'userdata',
  ],
};

/** zypper. */
export const readZypper: CommandReader = (call) => {
  const parsed = parseCall(call, ZYPPER);
  const [verb, ...operands] = parsed.operands;
  const manager = 'zypper';
  const sorted = sortOperands(operands, SYNTAX);
  const { packages } = sorted;
  const isComplete = sorted.isComplete && !call.isOpen;
  switch (verb?.value) {
    case 'install':
    case 'in': {
      const recommends = readSwitch(parsed, 'recommends');
      const withRecommends = recommends === undefined ? {} : { withRecommends: recommends };
      return [{ kind: 'install', manager, ...sorted, isComplete, lists: [], verb, ...withRecommends }];
    }
    case 'refresh':
    case 'ref':
      return [{ kind: 'update-index', manager }];
    case 'update':
    case 'up':
    case 'patch':
      return operands.length > 0 ? [] : [{ kind: 'upgrade', manager, extent: 'all' }];
    case 'dist-upgrade':
    case 'dup':
      return [{ kind: 'upgrade', manager, extent: 'distribution' }];
    case 'clean':
    case 'cc':
      return [{ kind: 'clean-cache', manager, isWhole: hasOption(parsed, 'a', 'all') }];
    case 'remove':
    case 'rm':
      return [
        {
          kind: 'uninstall',
          manager,
          packages,
          isComplete,
          autoremove: hasOption(parsed, 'u', 'clean-deps'),
        },
      ];
    default:
      return [];
  }
};

/** pacman and programs with its options (yay, paru). */
export const readPacman: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'br',
    names: [
      'dbpath',
      'root',
      'cachedir',
      'config',
      'gpgdir',
      'hookdir',
      'logfile',
      'arch',
      'color',
      'ignore',
      'overwrite',
      'assume-installed',
      'ignoregroup',
    ],
  });
  const manager = 'pacman';
  const sorted = sortOperands(parsed.operands, SYNTAX);
  const isComplete = sorted.isComplete && !call.isOpen;
  const verb = parsed.options[0]?.word;
  if (hasOption(parsed, 'S', 'sync')) {
    const cleans = hasOption(parsed, 'c', 'clean');
    // `-Scc` empties the cache, `-Sc` keeps what is installed.
    const isWhole = parsed.options.filter(({ name }) => name === 'c').length > 1;
    if (cleans) return [{ kind: 'clean-cache', manager, isWhole }];
    return [
      ...(hasOption(parsed, 'y', 'refresh') ? [{ kind: 'update-index', manager } as const] : []),
      ...(hasOption(parsed, 'u', 'sysupgrade') ? [{ kind: 'upgrade', manager, extent: 'all' } as const] : []),
      ...(parsed.operands.length > 0 || call.isOpen
        ? [
            {
              kind: 'install',
              manager,
              ...sorted,
              isComplete,
              lists: [],
              ...(verb === undefined ? {} : { verb }),
              ...(hasOption(parsed, 'w', 'downloadonly') ? { isDownloadOnly: true } : {}),
            } as const,
          ]
        : []),
    ];
  }
  if (hasOption(parsed, 'U', 'upgrade'))
    return [{ kind: 'install', manager, ...sorted, isComplete, lists: [] }];
  if (!hasOption(parsed, 'R', 'remove')) return [];
  const autoremove = findOption(parsed, 's', 'recursive') !== undefined;
  return [{ kind: 'uninstall', manager, packages: sorted.packages, isComplete, autoremove }];
};
