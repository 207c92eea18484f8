// composer, however it is started (getcomposer.org/doc).
import { type CommandReader, callOf, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { hasOption } from './options.ts';

const NAMES: PackageSyntax = {
  pattern: /^([\w@][\w./@+-]*?)(?:[:@=](.*))?$/,
  isFile: (operand) => isPathOrUrl(operand),
};

/** composer, however it is started. */
export const readComposer: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'd',
    names: ['working-dir', 'repository', 'stability', 'prefer-install'],
  });
  const isGlobal = parsed.operands[0]?.value === 'global';
  const [verb, ...operands] = isGlobal ? parsed.operands.slice(1) : parsed.operands;
  const manager = 'composer';
  const sorted = sortOperands(operands, NAMES);
  const isProduction = hasOption(parsed, 'no-dev');
  const keepsCache = hasOption(parsed, 'no-cache') ? { keepsCache: false } : {};
  switch (verb?.value) {
    case 'install':
    case 'i':
    case 'update':
      return [
        {
          kind: 'install',
          manager,
          packages: [],
          files: [],
          lists: [],
          isComplete: false,
          verb,
          isProduction,
          isGlobal,
          ...keepsCache,
        },
      ];
    case 'require':
    case 'create-project':
      return [
        {
          kind: 'install',
          manager,
          ...sorted,
          isComplete: sorted.isComplete && !call.isOpen,
          lists: [],
          verb,
          isGlobal,
          ...keepsCache,
        },
      ];
    case 'clear-cache':
    case 'clearcache':
    case 'cc':
      return [{ kind: 'clean-cache', manager, isWhole: true }];
    default:
      return [];
  }
};

/** php: only what it starts of composer. */
export const readPhp: CommandReader = (call) => {
  const at = call.argv.findIndex(({ value }, i) => i > 0 && /(?:^|\/)composer(?:\.phar)?$/.test(value ?? ''));
  return at === -1 ? [] : readComposer(callOf(call, call.argv.slice(at), 'composer'));
};
