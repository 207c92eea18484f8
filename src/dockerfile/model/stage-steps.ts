// The steps of a stage in turn: folder, user, shell and variables as each instruction finds them.
import { readEffects } from '../commands/read-effects.ts';
import type { BaseConfig } from '../evaluation/build-inputs.ts';
import type { EvaluatedStep } from '../evaluation/evaluate-step.ts';
import type { Dockerfile } from '../parsing/instruction.ts';
import type { ExpansionBudget } from '../shell/expansion-budget.ts';
import { readRunScript } from '../shell/read-run-script.ts';
import { dialectOf, type ShellDialect } from '../shell/shell-dialect.ts';
import type { ShellScript, ShellVariable, ShellVariables } from '../shell/shell-script.ts';
import type { DistributionFamily, ModelStep, StepShell } from './dockerfile-model.ts';
import { setVariables } from './stage-variables.ts';
import { VariableHistory } from './variable-history.ts';

/** What a stage hands on to those that are built on it. */
export interface StageEnd {
  readonly user: string | undefined;
  readonly shell: StepShell;
  readonly variables: ReadonlyMap<string, ShellVariable>;
}

/** What a stage begins with. */
export interface StageStart {
  readonly base: StageEnd | undefined;
  readonly baseConfig: BaseConfig | undefined;
  readonly family: DistributionFamily;
  readonly budget: ExpansionBudget;
}

const CHANGES_VARIABLES: ReadonlySet<string> = new Set(['user', 'env', 'arg']);
/** Distributions whose /bin/sh is bash. */
const SH_IS_BASH: ReadonlySet<DistributionFamily> = new Set(['redhat', 'suse', 'arch']);

/** Models the steps of one stage. */
export function modelSteps(
  evaluated: readonly EvaluatedStep[],
  dockerfile: Dockerfile,
  { base, baseConfig, family, budget }: StageStart,
): { readonly steps: readonly ModelStep[]; readonly end: StageEnd } {
  const env = Object.entries(baseConfig?.env ?? {}).map(([name, value]) => [name, { value }] as const);
  const variables = new VariableHistory(new Map([...(base?.variables ?? []), ...env]));
  let user = base?.user;
  let seen = withHome(variables.view(), user);
  let shell: StepShell = base?.shell ?? (family === 'windows' ? 'other' : 'sh');
  const steps = evaluated.map((step): ModelStep => {
    const { expanded, mounts, workingDirectory: cwd } = step;
    const { instruction } = expanded;
    const { startLine: line, endLine } = instruction;
    const script =
      expanded.kind === 'run' && readScript(step, dockerfile, { shell, family, variables: seen, budget });
    const model = { evaluated: step, instruction, line, endLine, cwd, user, shell, mounts, variables: seen };
    if (expanded.kind === 'user') user = expanded.text;
    else if (expanded.kind === 'shell') shell = shellOf(expanded.texts);
    else setVariables(step, variables);
    if (CHANGES_VARIABLES.has(expanded.kind)) seen = withHome(variables.view(), user);
    if (!script) return { ...model, effects: [] };
    return { ...model, script, effects: readEffects(script, cwd) };
  });
  return { steps, end: { user, shell, variables: variables.end() } };
}

interface ScriptSurroundings {
  readonly shell: StepShell;
  readonly family: DistributionFamily;
  readonly variables: ShellVariables;
  readonly budget: ExpansionBudget;
}

function readScript(
  { expanded: { instruction }, isTriggered }: EvaluatedStep,
  dockerfile: Dockerfile,
  { shell, family, variables, budget }: ScriptSurroundings,
): ShellScript | undefined {
  const dialect: ShellDialect | undefined =
    shell === 'other' ? undefined : shell === 'sh' && SH_IS_BASH.has(family) ? 'bash' : shell;
  const script = readRunScript(instruction, dockerfile, {
    variables,
    dialect,
    isPlaced: !isTriggered,
    budget,
  });
  return script === 'opaque' ? undefined : script;
}

/** The runtime takes HOME from the user's entry in /etc/passwd where ENV does not set it. */
function withHome(variables: ShellVariables, user: string | undefined): ShellVariables {
  const isRoot = user === undefined || /^(?:root|0)(?::|$)/.test(user);
  if (variables.has('HOME') || !isRoot) return variables;
  const home = { value: '/root' };
  const get = (name: string): ShellVariable | undefined => (name === 'HOME' ? home : variables.get(name));
  return { get, has: (name) => get(name) !== undefined };
}

function shellOf([program = '', ...options]: readonly string[]): StepShell {
  const isAsked = options.some((word) => /^-[a-z]*c$/i.test(word));
  return (isAsked ? dialectOf(program) : undefined) ?? 'other';
}
