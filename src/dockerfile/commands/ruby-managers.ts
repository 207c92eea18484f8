// gem and bundle (their own references).
import { type CommandReader, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { hasOption, optionValues } from './options.ts';

const GEMS: PackageSyntax = {
  pattern: /^([\w][\w.-]*?)(?::(.*))?$/,
  isFile: (operand) => isPathOrUrl(operand) || operand.endsWith('.gem'),
};

/** gem. */
export const readGem: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'vsinPB',
    names: ['version', 'source', 'install-dir', 'bindir', 'platform', 'trust-policy', 'file', 'http-proxy'],
  });
  // What follows `--` is for the build of extensions.
  const [verb, ...operands] = parsed.operands.filter(({ prefix }) => !prefix.startsWith('-'));
  const manager = 'gem';
  const sorted = sortOperands(operands, GEMS);
  const isComplete = sorted.isComplete && !call.isOpen;
  switch (verb?.value) {
    case 'install':
    case 'i':
      return [{ kind: 'install', manager, ...sorted, isComplete, lists: [], verb }];
    case 'update':
      return [
        {
          kind: 'install',
          manager,
          ...sorted,
          isComplete: isComplete && operands.length > 0,
          lists: [],
          verb,
        },
      ];
    case 'uninstall':
      return [{ kind: 'uninstall', manager, packages: sorted.packages, isComplete, autoremove: false }];
    case 'cleanup':
      return [{ kind: 'clean-cache', manager, isWhole: false }];
    default:
      return [];
  }
};

/** bundle: without a word it installs. */
export const readBundle: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'j',
    names: [
      'jobs',
      'path',
      'without',
      'with',
      'gemfile',
      'retry',
      'binstubs',
      'standalone',
      'target-rbconfig',
      'trust-policy',
    ],
  });
  const [verb] = parsed.operands;
  const manager = 'bundler';
  if (verb === undefined || verb.value === 'install' || verb.value === 'i' || verb.value === 'update') {
    // `--without development test` takes words up to the next option.
    const groups = [
      ...optionValues(parsed, 'without'),
      ...parsed.operands.slice(1).flatMap(({ value }) => value ?? []),
    ];
    const isProduction = groups.some((value) => /development|test/.test(value));
    const keepsCache = hasOption(parsed, 'no-cache') ? { keepsCache: false } : {};
    return [
      {
        kind: 'install',
        manager,
        packages: [],
        files: [],
        lists: [],
        isComplete: false,
        ...(verb === undefined ? {} : { verb }),
        ...(isProduction ? { isProduction } : {}),
        ...keepsCache,
      },
    ];
  }
  return verb.value === 'clean' ? [{ kind: 'clean-cache', manager, isWhole: false }] : [];
};
