// ADD of an archive from the network: it is not unpacked, and no later instruction can take it away.
import { posix } from 'node:path';
import type { ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { tellStep } from './judging/layer-writes.ts';
import { isPackageName, isTaken } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';

export const addUrlArchive: DockerfileRule = {
  kind: 'dockerfile',
  id: 'add-url-archive',
  title: 'Archives that ADD fetches and leaves packed',
  severity: 'warning',
  judge: (model, { pricing }) =>
    listShippedSteps(model).flatMap(({ step }, at, shipped) => {
      const { evaluated, instruction } = step;
      const { expanded } = evaluated;
      if (expanded.kind !== 'add') return [];
      // `--unpack` makes the builder unpack it.
      if (instruction.flags.some(({ name, value }) => name === 'unpack' && value !== 'false')) return [];
      const archive = expanded.sources.find((source) => isUrl(source) && isPackageName(nameOf(source)));
      if (archive === undefined) return [];
      const price = pricing.priceLayer(evaluated);
      const remover = findRemover(
        listWrittenPaths(archive, expanded.destination, step),
        shipped.slice(at + 1),
      );
      const told =
        remover === undefined
          ? 'its layer keeps it whatever is removed later'
          : `${tellStep(remover)} only hides it`;
      return [
        {
          range: instruction,
          message: `ADD fetches ${nameOf(archive)} and leaves it as it is: ${told}`,
          ...(price === undefined ? {} : { price }),
          fixText:
            'Fetch, unpack and remove it in one RUN, or fetch it in a stage of its own and COPY what is in it.',
        },
      ];
    }),
};

/** Where it may lie: the destination is a file, or a folder that was there. */
function listWrittenPaths(url: string, destination: string, { cwd = '/' }: ModelStep): readonly string[] {
  const target = posix.resolve(cwd, destination);
  return [target, posix.join(target, nameOf(url))];
}

function findRemover(paths: readonly string[], later: readonly ShippedStep[]): ModelStep | undefined {
  return later.find(({ step: { effects, cwd } }) =>
    effects.some(
      (effect) =>
        effect.kind === 'remove' &&
        effect.paths.some((removed) =>
          paths.some((path) => isTaken(path, posix.resolve(cwd ?? '/', removed))),
        ),
    ),
  )?.step;
}

function isUrl(source: string): boolean {
  return /^(?:https?|ftp):\/\//i.test(source) && !/\.git(?:#.*)?$/i.test(source);
}

/** The name in a URL, without query. */
function nameOf(url: string): string {
  const path = url.replace(/[?#].*$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}
