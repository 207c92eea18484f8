// ADD of an archive from the network: it is not unpacked, and no later instruction can take it away.
import type { DockerfileRule } from './dockerfile-rule.ts';
import { isPackageName } from './judging/paths.ts';
import { listShippedSteps } from './judging/shipped-steps.ts';

export const addUrlArchive: DockerfileRule = {
  kind: 'dockerfile',
  id: 'add-url-archive',
  title: 'Archives that ADD fetches and leaves packed',
  severity: 'warning',
  judge: (model, { pricing }) =>
    listShippedSteps(model).flatMap(({ step: { evaluated, instruction } }) => {
      const { expanded } = evaluated;
      if (expanded.kind !== 'add') return [];
      // `--unpack` makes the builder unpack it.
      if (instruction.flags.some(({ name, value }) => name === 'unpack' && value !== 'false')) return [];
      const archive = expanded.sources.find((source) => isUrl(source) && isPackageName(nameOf(source)));
      if (archive === undefined) return [];
      const price = pricing.priceLayer(evaluated);
      return [
        {
          range: instruction,
          message: `ADD fetches ${nameOf(archive)} and leaves it as it is: its layer keeps it whatever is removed later`,
          ...(price === undefined ? {} : { price }),
          fixText:
            'Fetch, unpack and remove it in one RUN, or fetch it in a stage of its own and COPY what is in it.',
        },
      ];
    }),
};

function isUrl(source: string): boolean {
  return /^(?:https?|ftp):\/\//i.test(source) && !/\.git(?:#.*)?$/i.test(source);
}

/** The name in a URL, without query. */
function nameOf(url: string): string {
  const path = url.replace(/[?#].*$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}
