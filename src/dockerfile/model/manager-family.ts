// Which distribution a stage is built on, by the package managers that it runs.
import type { Effect, ManagerId } from '../commands/effect.ts';
import type { DistributionFamily, ModelStep } from './dockerfile-model.ts';

const FAMILIES: ReadonlyMap<ManagerId, DistributionFamily> = new Map([
  ['apt', 'debian'],
  ['dpkg', 'debian'],
  ['apk', 'alpine'],
  ['yum', 'redhat'],
  ['dnf', 'redhat'],
  ['microdnf', 'redhat'],
  ['tdnf', 'redhat'],
  ['zypper', 'suse'],
  ['pacman', 'arch'],
]);

/** The family whose manager runs for sure; unknown where there is none, or more than one. */
export function familyOfSteps(steps: readonly ModelStep[]): DistributionFamily {
  const families = new Set(steps.flatMap(({ effects }) => effects.flatMap(familyOfEffect)));
  const [only] = families;
  return families.size === 1 && only !== undefined ? only : 'unknown';
}

function familyOfEffect(effect: Effect): readonly DistributionFamily[] {
  if (effect.certainty !== 'always' || !('manager' in effect)) return [];
  const family = FAMILIES.get(effect.manager);
  return family === undefined ? [] : [family];
}
