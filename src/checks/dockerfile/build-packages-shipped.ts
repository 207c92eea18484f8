// Compilers, headers and build tools that are installed in what is shipped and stay there.
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { listKeptPackages } from './judging/installed-packages.ts';
import { isBuildPackage, isForWork } from './judging/package-roles.ts';
import { startWords, targetOf } from './judging/shipped-steps.ts';

const TOLD = 4;
/** Programs that build when the container is started. */
const BUILDS_AT_START =
  /\b(?:make|cmake|gcc|g\+\+|cc|go (?:run|build|test)|cargo|rustc|mvn|gradle|javac|pip3? install|npm install|bundle install|tox|pytest)\b/;

export const buildPackagesShipped: DockerfileRule = {
  kind: 'dockerfile',
  id: 'build-packages-shipped',
  title: 'Compilers and development packages that are shipped',
  severity: 'warning',
  silentBytes: 500_000,
  floorBytes: 1_000_000,
  judge: (model, { pricing }) => {
    if (isForBuilding(model)) return [];
    const kept = listKeptPackages(model)
      .map((each) => ({ ...each, names: each.packages.map(({ name }) => name).filter(isBuildPackage) }))
      .filter(({ names }) => names.length > 0);
    const [first] = kept;
    if (first === undefined) return [];
    const names = [...new Set(kept.flatMap((each) => each.names))];
    const withRecommends = kept.some(({ effect }) => effect.withRecommends !== false);
    const price = pricing.priceInstall({ stage: first.shipped.stage, names, withRecommends });
    return [
      {
        range: first.effect.command,
        message: `${tell(names)} ${names.length > 1 ? 'serve building and are shipped' : 'serves building and is shipped'}`,
        ...(price === undefined ? {} : { price }),
        fixText: adviceOf(first.effect.manager),
      },
    ];
  },
};

/** An image to build in: by the name of its stage or base, or because it starts nothing of its own. */
function isForBuilding(model: DockerfileModel): boolean {
  const target = targetOf(model);
  const words = startWords(model);
  return target === undefined || isForWork(target, words) || BUILDS_AT_START.test(words.join(' '));
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
