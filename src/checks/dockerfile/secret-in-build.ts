// Credentials in ARG, ENV and everything else that a Dockerfile says: the config and the history keep them, whatever is removed.
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import { findInstructionFrom } from '../../dockerfile/parsing/find-instruction.ts';
import type { Comment, Instruction } from '../../dockerfile/parsing/instruction.ts';
import type { CheckedInstruction } from '../../dockerfile/stages/checked-instruction.ts';
import type { DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { mountSecret } from './fixes/mount-secret.ts';
import { findSetPasswords } from './judging/run-passwords.ts';
import { isCredentialName, weighValue } from './judging/secret-names.ts';

const MOUNT =
  'Give it to the RUN that needs it: `RUN --mount=type=secret,id=NAME,env=NAME`, and `--secret` to the build.';
const AT_START = 'Leave it out, and give it to the container when it starts.';

export const secretInBuild: DockerfileRule = {
  kind: 'dockerfile',
  id: 'secret-in-build',
  title: 'Credentials in instructions',
  severity: 'error',
  peers: ['DL3064', 'SecretsUsedInArgOrEnv', 'secrets-in-code', 'require-secret-mounts'],
  fixSafety: 'named',
  judge: (model, look) => {
    const literal = judgeLiterals(model, look);
    const told = new Set(literal.map(({ instruction }) => instruction));
    const byName = listInstructions(model).flatMap((checked) =>
      told.has(checked.instruction) ? [] : (judgeNames(checked, model) ?? []),
    );
    return [...literal.map(({ verdict }) => verdict), ...byName];
  },
};

/** Values that are credentials by what they look like; one verdict an instruction and kind. */
function judgeLiterals(
  { staged }: DockerfileModel,
  look: DockerfileLook,
): readonly { readonly instruction: Instruction; readonly verdict: DockerfileVerdict }[] {
  const { source, instructions, comments } = staged.dockerfile;
  const found = new Map<string, { instruction: Instruction; verdict: DockerfileVerdict }>();
  for (const { start, end, name, kind } of look.findSecrets(source.text)) {
    const instruction = findInstructionFrom(instructions, start);
    if (instruction === undefined || instruction.start > start || instruction.end < end) continue;
    if (/^[ \t]*#/.test(lineAt(source.text, start)) && isComment(comments, start)) continue;
    const key = `${instruction.start} ${kind}`;
    if (found.has(key)) continue;
    const isRun = instruction.name === 'RUN';
    const verdict = {
      range: { start, end },
      message: `${name} in ${instruction.name}: the history keeps it, and whoever has the image`,
      fixText: isRun || instruction.name === 'ARG' ? MOUNT : AT_START,
    };
    found.set(key, { instruction, verdict });
  }
  return [...found.values()];
}

function judgeNames(
  checked: CheckedInstruction,
  model: DockerfileModel,
): readonly DockerfileVerdict[] | undefined {
  const { instruction } = checked;
  if (checked.kind === 'env')
    return checked.pairs.flatMap(({ name, value }) => {
      const weight = weighValue(value, name);
      if (!isCredentialName(name) || weight === 'harmless') return [];
      const isPassedOn = value.includes('$');
      return [
        {
          range: instruction,
          message: isPassedOn
            ? `ENV ${name} takes a credential from outside into the image's config`
            : `ENV ${name} sets a credential for every container of the image`,
          severity: isPassedOn || weight === 'unknown' ? ('warning' as const) : ('advice' as const),
          fixText: AT_START,
        },
      ];
    });
  if (checked.kind === 'run') return judgeRun(instruction, model);
  if (checked.kind !== 'arg') return undefined;
  return checked.args.flatMap(({ name, value }) => {
    if (
      !isCredentialName(name) ||
      (value !== undefined && value !== '' && weighValue(value, name) === 'harmless')
    )
      return [];
    const fix = value === undefined ? mountSecret(checked, name, model) : undefined;
    return [
      {
        range: instruction,
        message: `ARG ${name} takes a credential, which the history of the image and of the build keeps`,
        severity:
          value === undefined || value === '' || weighValue(value, name) === 'unknown'
            ? ('warning' as const)
            : ('advice' as const),
        fixText: MOUNT.replaceAll('NAME', name),
        ...(fix === undefined ? {} : { fix }),
      },
    ];
  });
}

/** The first password that a RUN sets. */
function judgeRun(instruction: Instruction, { staged }: DockerfileModel): readonly DockerfileVerdict[] {
  const { text } = staged.dockerfile.source;
  const [first] = findSetPasswords(text.slice(instruction.start, instruction.end));
  if (first === undefined) return [];
  const range = { start: instruction.start + first.start, end: instruction.start + first.end };
  const isDefault = weighValue(text.slice(range.start, range.end)) !== 'unknown';
  return [
    {
      range,
      message: `a password for ${first.what} stands in RUN: the history keeps it, and every container has the same`,
      severity: first.isLogin || !isDefault ? 'warning' : 'advice',
      fixText: AT_START,
    },
  ];
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  return text.slice(from, offset);
}

function isComment(comments: readonly Comment[], offset: number): boolean {
  return comments.some(({ start, end }) => start <= offset && offset <= end);
}

function listInstructions({ staged }: DockerfileModel): readonly CheckedInstruction[] {
  return [...staged.globalArgs, ...staged.stages.flatMap(({ instructions }) => instructions)];
}
