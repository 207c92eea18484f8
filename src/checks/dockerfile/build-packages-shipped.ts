// Compilers, headers and build tools that are installed in what is shipped and stay there.
import type { ModelStage } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { listKeptPackages, listNamesBeside } from './judging/installed-packages.ts';
import {
  buildsAtStart,
  isBuildPackage,
  isForTests,
  isWorkStage,
  startsNothing,
} from './judging/package-roles.ts';
import { startWords, targetOf } from './judging/shipped-steps.ts';

const TOLD = 4;
export const buildPackagesShipped: DockerfileRule = {
  kind: 'dockerfile',
  id: 'build-packages-shipped',
  title: 'Compilers and development packages that are shipped',
  severity: 'warning',
  silentBytes: 500_000,
  floorBytes: 1_000_000,
  judge: (model, { pricing }) => {
    const target = targetOf(model);
    const started = startWords(model);
    if (target === undefined || isForBuilding(target, started)) return [];
    const kept = listKeptPackages(model)
      .map((each) => ({ ...each, names: each.packages.map(({ name }) => name).filter(isBuildPackage) }))
      .filter(({ names }) => names.length > 0);
    const [first] = kept;
    if (first === undefined) return [];
    const names = [...new Set(kept.flatMap((each) => each.names))];
    const withRecommends = kept.some(({ effect }) => effect.withRecommends !== false);
    const beside = listNamesBeside(model, names);
    const price = pricing.priceInstall({ stage: first.shipped.stage, names, withRecommends, beside });
    return [
      {
        range: first.effect.command,
        message: `${tell(names)} ${names.length > 1 ? 'serve building and are shipped' : 'serves building and is shipped'}`,
        ...(startsNothing(target, started) ? { severity: 'advice' as const } : {}),
        ...(price === undefined ? {} : { price }),
        fixText: adviceOf(first.effect.manager),
      },
    ];
  },
};

/** An image to build or to test in: by the name of its stage or base, or by what it starts. */
function isForBuilding({ name, baseImage }: ModelStage, started: readonly string[]): boolean {
  return isWorkStage(name, baseImage?.name) || isForTests(started) || buildsAtStart(started);
}

function tell(names: readonly string[]): string {
  const more = names.length - TOLD;
  return names.slice(0, TOLD).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function adviceOf(manager: string): string {
  const own =
    manager === 'apk'
      ? '`apk add --virtual .build-deps` and `apk del .build-deps`'
      : manager === 'apt'
        ? '`apt-get purge -y --auto-remove`'
        : `\`${manager} remove\``;
  return `Build in a stage of its own and copy what runs, or take them off in the same RUN (${own}); name the libraries that programs are linked with.`;
}
