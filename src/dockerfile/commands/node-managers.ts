// npm, yarn, pnpm and bun (their own references, versions 10, 1 and 4, 9, 1).
import type { ShellWord } from '../shell/shell-script.ts';
import { type CommandCall, type CommandReader, type EffectBody, parseCall } from './command-call.ts';
import type { ManagerId } from './effect.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { findOption, hasOption, type OptionTable, optionValues, type ParsedOptions } from './options.ts';

const TABLE: OptionTable = {
  letters: 'CwF',
  names: [
    'prefix',
    'registry',
    'cache',
    'cache-folder',
    'global-folder',
    'modules-folder',
    'cwd',
    'dir',
    'store-dir',
    'loglevel',
    'tag',
    'omit',
    'include',
    'only',
    'userconfig',
    'workspace',
    'filter',
    'python',
    'target',
    'dist-url',
    'target_arch',
    'network-timeout',
    'network-concurrency',
    'mutex',
    'fetch-retries',
    'fetch-timeout',
    'maxsockets',
    'backend',
    'reporter',
  ],
};
const SYNTAX: PackageSyntax = {
  pattern: /^((?:@[\w.~-]+\/)?[A-Za-z0-9_~][\w.~-]*)(?:@(.*))?$/,
  isFile: (operand) =>
    isPathOrUrl(operand) ||
    /^(?:git\+|github:|file:|link:|[\w-]+\/)/.test(operand) ||
    /\.t(?:ar\.)?gz$/.test(operand),
};
const INSTALLS: ReadonlySet<string> = new Set([
  'install',
  'i',
  'in',
  'ins',
  'inst',
  'add',
  'ci',
  'clean-install',
  'ic',
  'isntall',
  'install-clean',
  'install-test',
  'it',
  'link',
  'update',
  'up',
  'upgrade',
  'fetch',
  'import',
  'require',
]);
const REMOVALS: ReadonlySet<string> = new Set(['uninstall', 'un', 'rm', 'r', 'remove', 'unlink']);
const BUILDS: RegExp = /^(?:(?:build|compile|dist|bundle|webpack|prod)(?:[:-].*)?|production)$/;

/** npm, cnpm. */
export const readNpm: CommandReader = (call) => readNodeManager(call, 'npm');
/** pnpm. */
export const readPnpm: CommandReader = (call) => readNodeManager(call, 'pnpm');
/** bun. */
export const readBun: CommandReader = (call) => readNodeManager(call, 'bun');

/** yarn: without a word, or with options alone, it installs. */
export const readYarn: CommandReader = (call) => {
  const parsed = parseOperands(call);
  const [verb, inner, ...operands] = parsed.operands;
  const manager = 'yarn';
  if (verb === undefined && !hasOption(parsed, 'version', 'v', 'help', 'h'))
    return [installOf(call, manager, parsed, undefined, [])];
  if (verb?.value === 'global' && inner?.value === 'add')
    return [{ ...installOf(call, manager, parsed, inner, operands), isGlobal: true }];
  if (verb?.value === 'workspaces' && inner?.value === 'focus')
    return [installOf(call, manager, parsed, inner, [])];
  if (verb !== undefined && BUILDS.test(verb.value ?? ''))
    return [{ kind: 'compile', tool: 'yarn', language: 'javascript' }];
  return readNodeManager(call, manager);
};

/** A switch may be followed by true or false, which is no operand. */
function parseOperands(call: CommandCall): ParsedOptions {
  const parsed = parseCall(call, TABLE);
  return {
    ...parsed,
    operands: parsed.operands.filter(({ value }) => value !== 'true' && value !== 'false'),
  };
}

function readNodeManager(call: CommandCall, manager: ManagerId): readonly EffectBody[] {
  const parsed = parseOperands(call);
  const [verb, ...operands] = parsed.operands;
  const name = verb?.value ?? '';
  const first = operands[0]?.value;
  if (INSTALLS.has(name)) return [installOf(call, manager, parsed, verb, operands)];
  if (REMOVALS.has(name)) {
    const { packages, isComplete } = sortOperands(operands, SYNTAX);
    return [
      { kind: 'uninstall', manager, packages, isComplete: isComplete && !call.isOpen, autoremove: true },
    ];
  }
  switch (name) {
    case 'cache':
      return first === 'clean' || first === 'clear' || first === 'rm'
        ? [{ kind: 'clean-cache', manager, isWhole: operands.length === 1 }]
        : [];
    case 'store':
      return first === 'prune' ? [{ kind: 'clean-cache', manager, isWhole: false }] : [];
    case 'pm':
      return first === 'cache' && operands[1]?.value === 'rm'
        ? [{ kind: 'clean-cache', manager, isWhole: true }]
        : [];
    case 'prune':
      return [{ kind: 'uninstall', manager, packages: [], isComplete: false, autoremove: true }];
    case 'run':
    case 'run-script':
    case 'build':
      return name === 'build' || BUILDS.test(first ?? '')
        ? [{ kind: 'compile', tool: call.program, language: 'javascript' }]
        : [];
    default:
      return [];
  }
}

function installOf(
  call: CommandCall,
  manager: ManagerId,
  parsed: ParsedOptions,
  verb: ShellWord | undefined,
  operands: readonly ShellWord[],
): Extract<EffectBody, { kind: 'install' }> {
  const { packages, files, isComplete } = sortOperands(operands, SYNTAX);
  const isGlobal = hasOption(parsed, 'g', 'global') || findOption(parsed, 'location')?.value === 'global';
  const isProject = operands.length === 0;
  const production = isProject ? { isProduction: isProduction(parsed) } : {};
  const into = findOption(parsed, 'prefix', 'modules-folder')?.value;
  return {
    kind: 'install',
    manager,
    packages,
    files,
    lists: [],
    isComplete: isComplete && !call.isOpen && !isProject,
    ...(verb === undefined ? {} : { verb }),
    ...production,
    isGlobal,
    ...(into === undefined ? {} : { into }),
  };
}

function isProduction(parsed: ParsedOptions): boolean {
  const option = findOption(parsed, 'production', 'prod', 'P', 'p');
  const isOn = option !== undefined && option.value !== 'false';
  const only = optionValues(parsed, 'only').some((value) => /^prod/.test(value));
  return isOn || only || optionValues(parsed, 'omit').includes('dev') || hasOption(parsed, 'no-dev');
}
