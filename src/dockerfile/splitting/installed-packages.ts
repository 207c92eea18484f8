// The packages that a stage installs from its distribution, by name.
import type { ManagerId } from '../commands/effect.ts';
import type { ModelStage } from '../model/dockerfile-model.ts';

const OF_DISTRIBUTIONS: ReadonlySet<ManagerId> = new Set([
  'apt',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'tdnf',
  'zypper',
  'pacman',
]);

/** Names without versions, each once. */
export function installedPackages({ steps }: ModelStage): readonly string[] {
  const names = steps.flatMap(({ effects }) =>
    effects.flatMap((effect) =>
      effect.kind === 'install' && OF_DISTRIBUTIONS.has(effect.manager)
        ? effect.packages.map(({ name }) => name)
        : [],
    ),
  );
  return [...new Set(names)];
}
