// cd, pushd and set: what builtins do to what follows them.
import { type CommandCall, type EffectBody, resolvePath } from './command-call.ts';

/** cd and pushd; undefined for other programs. */
export function readFolder({ program, argv, cwd }: CommandCall): readonly EffectBody[] | undefined {
  if (program !== 'cd' && program !== 'pushd' && program !== 'chdir') return undefined;
  const operand = argv.slice(1).find(({ value, prefix }) => !/^-./.test(value ?? prefix));
  // `cd` alone goes home, `cd -` back: neither is followed.
  const path =
    operand?.value === undefined || operand.value === '-' ? undefined : resolvePath(operand.value, cwd);
  return [{ kind: 'change-folder', path }];
}

/** set -e, set +x, set -o pipefail; undefined for other programs. */
export function readShellOptions({ program, argv }: CommandCall): readonly EffectBody[] | undefined {
  if (program !== 'set') return undefined;
  const options: { errexit?: boolean; xtrace?: boolean; pipefail?: boolean } = {};
  for (const [i, { value }] of argv.entries()) {
    const [, sign, letters = ''] = /^([-+])([a-zA-Z]+)$/.exec(value ?? '') ?? [];
    if (i === 0 || sign === undefined) continue;
    const isOn = sign === '-';
    const long = letters.endsWith('o') ? argv[i + 1]?.value : undefined;
    if (letters.includes('e') || long === 'errexit') options.errexit = isOn;
    if (letters.includes('x') || long === 'xtrace') options.xtrace = isOn;
    if (long === 'pipefail') options.pipefail = isOn;
  }
  return Object.keys(options).length === 0 ? [] : [{ kind: 'shell-option', ...options }];
}
