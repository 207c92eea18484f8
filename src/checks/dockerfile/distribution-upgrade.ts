// An upgrade of everything: what the base image has is written again, and both are in the image.
import type { DockerfileRule } from './dockerfile-rule.ts';
import { listShippedSteps } from './judging/shipped-steps.ts';

/** What writes about nothing that is no cache. */
const BESIDE: ReadonlySet<string> = new Set([
  'upgrade',
  'update-index',
  'clean-cache',
  'remove',
  'shell-option',
]);

export const distributionUpgrade: DockerfileRule = {
  kind: 'dockerfile',
  id: 'distribution-upgrade',
  title: 'Upgrades of all packages of the base image',
  severity: 'warning',
  floorBytes: 1_000_000,
  peers: ['DL3005', 'DL3017', 'DL3031', 'DL3035', 'DL3039'],
  judge: (model, { pricing }) =>
    listShippedSteps(model).flatMap(({ step, stage }) =>
      step.effects.flatMap((effect) => {
        if (effect.kind !== 'upgrade') return [];
        // What the RUN does beside is not the upgrade's.
        const isAlone = step.effects.every(({ kind }) => BESIDE.has(kind));
        const price = isAlone
          ? pricing.priceFiles(step.evaluated, (path) => !/^\/var\/(?:lib\/apt\/lists|cache)\//.test(path))
          : undefined;
        return [
          {
            range: effect.command,
            message: `\`${tell(effect.argv.map(({ written }) => written))}\` writes packages of the base image again, which then has them twice`,
            ...(price === undefined ? {} : { price }),
            fixText: `Build on a newer base image instead (\`docker build --pull\`${stage.baseImage === undefined ? '' : `, a newer tag of ${stage.baseImage.name}`}), or name the packages that must be newer.`,
          },
        ];
      }),
    ),
};

/** Without its options. */
function tell(words: readonly string[]): string {
  return words
    .filter((word) => !word.startsWith('-') || /^-S/.test(word))
    .slice(0, 3)
    .join(' ');
}
