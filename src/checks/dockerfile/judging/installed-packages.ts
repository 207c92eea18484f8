// Packages of the distribution that the image keeps, with where they are installed.
import type { InstallEffect, ManagerId, NamedPackage } from '../../../dockerfile/commands/effect.ts';
import type { DockerfileModel } from '../../../dockerfile/model/dockerfile-model.ts';
import { listShippedSteps, type ShippedStep } from './shipped-steps.ts';

/** One command and those of its packages that are kept. */
export interface KeptPackages {
  readonly shipped: ShippedStep;
  readonly effect: InstallEffect;
  readonly packages: readonly NamedPackage[];
}

const SYSTEM: ReadonlySet<ManagerId> = new Set([
  'apt',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'tdnf',
  'zypper',
  'pacman',
]);

/**
 * What no later command takes off. Where one takes off something that is not known, such as `$buildDeps` or
 * whatever `apt-mark auto` made superfluous, nothing is sure to be kept.
 */
export function listKeptPackages(model: DockerfileModel): readonly KeptPackages[] {
  const shipped = listShippedSteps(model);
  return shipped.flatMap((each, at) =>
    each.step.effects.flatMap((effect, i) => {
      if (effect.kind !== 'install' || !SYSTEM.has(effect.manager) || effect.into !== undefined) return [];
      if (effect.isDownloadOnly === true) return [];
      const later = [
        ...each.step.effects.slice(i + 1),
        ...shipped.slice(at + 1).flatMap(({ step }) => step.effects),
      ];
      const { manager, virtualName } = effect;
      const removals = later.filter(
        (one) => (one.kind === 'uninstall' || one.kind === 'mark') && one.manager === manager,
      );
      if (
        removals.some(
          (one) =>
            (one.kind === 'uninstall' && !one.isComplete) || (one.kind === 'mark' && one.mark === 'auto'),
        )
      )
        return [];
      const gone = new Set(
        removals.flatMap((one) => (one.kind === 'uninstall' ? one.packages.map(({ name }) => name) : [])),
      );
      if (virtualName !== undefined && gone.has(virtualName)) return [];
      const packages = effect.packages.filter(({ name }) => !gone.has(name));
      return packages.length === 0 ? [] : [{ shipped: each, effect, packages }];
    }),
  );
}
