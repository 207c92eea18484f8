// The steps of a stage in turn: folder, user, shell and variables as each instruction finds them.
import type { BaseConfig } from '../evaluation/build-inputs.ts';
import type { EvaluatedStep } from '../evaluation/evaluate-step.ts';
import type { ShellVariable } from '../shell/shell-script.ts';
import type { StagedDockerfile } from '../stages/read-stages.ts';
import type { ModelStep, StepShell } from './dockerfile-model.ts';

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
  readonly isWindows: boolean;
}

/** Models the steps of one stage. */
export function modelSteps(
  evaluated: readonly EvaluatedStep[],
  _staged: StagedDockerfile,
  { base, baseConfig, isWindows }: StageStart,
): { readonly steps: readonly ModelStep[]; readonly end: StageEnd } {
  const variables = new Map(base?.variables ?? []);
  for (const [name, value] of Object.entries(baseConfig?.env ?? {})) variables.set(name, { value });
  let user = base?.user;
  let shell: StepShell = base?.shell ?? (isWindows ? 'other' : 'sh');
  const steps = evaluated.map((step): ModelStep => {
    const { expanded, mounts } = step;
    const { instruction } = expanded;
    const model = {
      evaluated: step,
      instruction,
      line: instruction.startLine,
      endLine: instruction.endLine,
      cwd: step.workingDirectory,
      user,
      shell,
      effects: [],
      mounts,
    };
    if (expanded.kind === 'user') user = expanded.text;
    else if (expanded.kind === 'shell') shell = shellOf(expanded.texts);
    else if (expanded.kind === 'env')
      for (const { name, value } of expanded.pairs) variables.set(name, { value });
    else if (expanded.kind === 'arg')
      for (const { name, value } of expanded.args) if (value !== undefined) variables.set(name, { value });
    return model;
  });
  return { steps, end: { user, shell, variables } };
}

function shellOf(words: readonly string[]): StepShell {
  const program = words[0]?.split('/').at(-1);
  if (!words.slice(1).some((word) => /^-\w*c$/.test(word))) return 'other';
  if (program === 'bash') return 'bash';
  return program === 'sh' || program === 'dash' || program === 'ash' ? 'sh' : 'other';
}
