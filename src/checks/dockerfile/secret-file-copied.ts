// Files that hold secrets, copied by their names: the layer keeps them, also where a later RUN removes them.
import type { ModelStage, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { baseName, isWithin } from './judging/paths.ts';
import { findSecretFile } from './judging/secret-names.ts';

export const secretFileCopied: DockerfileRule = {
  kind: 'dockerfile',
  id: 'secret-file-copied',
  title: 'Files with secrets that are copied into a layer',
  severity: 'error',
  judge: ({ stages }) =>
    stages.flatMap((stage) =>
      stage.steps.flatMap((step) => {
        const { expanded, isTriggered } = step.evaluated;
        if ((expanded.kind !== 'copy' && expanded.kind !== 'add') || isTriggered) return [];
        // What another stage or image has is judged there.
        if (expanded.from !== undefined) return [];
        const path = expanded.sources.find(
          (source) => !source.includes('://') && findSecretFile(source) !== undefined,
        );
        if (path === undefined) return [];
        const { what, isSure } = findSecretFile(path)!;
        const isShipped = stage.ships === 'whole';
        if (!isShipped && !isSure) return [];
        const removal = findRemoval(stage, step, path);
        const where = isShipped ? 'the image has it' : 'the cache of the build has it';
        return [
          {
            range: step.instruction,
            message:
              removal === undefined
                ? `${path} (${what}): ${where} from here on`
                : `${path} (${what}): ${where} though line ${removal.line} removes it`,
            severity: isShipped && isSure ? ('error' as const) : ('warning' as const),
            fixText: `Mount it where it is needed: \`RUN --mount=type=secret,id=${baseName(path)},target=...\`.`,
          },
        ];
      }),
    ),
};

function findRemoval({ steps }: ModelStage, copied: ModelStep, source: string): ModelStep | undefined {
  const name = baseName(source.replace(/\/+$/, ''));
  return steps
    .slice(steps.indexOf(copied) + 1)
    .find(({ effects }) =>
      effects.some(
        (effect) =>
          effect.kind === 'remove' &&
          effect.paths.some((path) => baseName(path) === name || isWithin(`/${name}`, path)),
      ),
    );
}
