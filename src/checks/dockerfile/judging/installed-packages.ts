// Packages of the distribution that the image keeps, with where they are installed.
import type { Effect, InstallEffect, ManagerId, NamedPackage } from '../../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
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

type Removal = Extract<Effect, { kind: 'uninstall' | 'mark' }>;

const KNOWN = new WeakMap<DockerfileModel, readonly KeptPackages[]>();

/**
 * What no later command takes off. Where one takes off something that is not known, such as `$buildDeps` or
 * whatever `apt-mark auto` made superfluous, nothing is sure to be kept.
 */
export function listKeptPackages(model: DockerfileModel): readonly KeptPackages[] {
  const known = KNOWN.get(model);
  if (known !== undefined) return known;
  const kept = findKept(listShippedSteps(model)).toReversed();
  KNOWN.set(model, kept);
  return kept;
}

/** The names of all that is kept, but for some. */
export function listNamesBeside(model: DockerfileModel, names: readonly string[]): readonly string[] {
  const left = new Set(names);
  return listKeptPackages(model).flatMap(({ packages }) =>
    packages.flatMap(({ name }) => (left.has(name) ? [] : [name])),
  );
}

/** From the last command to the first, so that what is taken off is known before what was installed. */
function findKept(shipped: readonly ShippedStep[]): readonly KeptPackages[] {
  const gone = new Map<ManagerId, Set<string>>();
  const unknown = new Set<ManagerId>();
  const kept: KeptPackages[] = [];
  for (const each of shipped.toReversed()) {
    const ownAt = findRestoring(each.step);
    for (const [at, effect] of [...each.step.effects.entries()].toReversed()) {
      const isRestored = ownAt !== undefined && effect.kind === 'mark';
      if (effect.kind === 'uninstall' || (effect.kind === 'mark' && !isRestored))
        takeOff(effect, gone, unknown);
      if (effect.kind !== 'install' || !SYSTEM.has(effect.manager) || effect.into !== undefined) continue;
      if (effect.isDownloadOnly === true || unknown.has(effect.manager)) continue;
      // Of what came behind the note, nobody knows what was marked again.
      if (ownAt !== undefined && effect.manager === 'apt' && at > ownAt) continue;
      const off = gone.get(effect.manager);
      if (effect.virtualName !== undefined && off?.has(effect.virtualName)) continue;
      const packages = effect.packages.filter(({ name }) => off?.has(name) !== true);
      if (packages.length > 0) kept.push({ shipped: each, effect, packages });
    }
  }
  return kept;
}

/** `saved="$(apt-mark showmanual)"`. */
const NOTES = /\b([A-Za-z_]\w*)=["']?(?:\$\(\s*|`)apt-mark\s+showmanual\s*(?:\)|`)/g;

/**
 * Where a RUN notes down which packages are wanted, when it marks all as superfluous later and then those as wanted again: what
 * was installed before the note stays. This is how official images take off what they built with.
 */
function findRestoring({ effects, instruction }: ModelStep): number | undefined {
  const marks = effects.flatMap((effect, at) => (effect.kind === 'mark' ? [{ effect, at }] : []));
  const noted = marks.find(({ effect }) => effect.mark === 'showmanual' && effect.certainty === 'always');
  const cleared = marks.find(({ effect }) => effect.mark === 'auto');
  if (noted === undefined || cleared === undefined || cleared.at < noted.at) return undefined;
  const names = new Set([...instruction.joined.matchAll(NOTES)].map(([, name]) => name));
  const isRestored = marks.some(
    ({ effect, at }) =>
      effect.mark === 'manual' &&
      at > cleared.at &&
      effect.argv.some(({ written }) => names.has(/^"?\$\{?(\w+)\}?"?$/.exec(written)?.[1])),
  );
  return isRestored ? noted.at : undefined;
}

function takeOff(removal: Removal, gone: Map<ManagerId, Set<string>>, unknown: Set<ManagerId>): void {
  const { manager } = removal;
  if (removal.kind === 'mark') {
    if (removal.mark === 'auto') unknown.add(manager);
    return;
  }
  if (!removal.isComplete) unknown.add(manager);
  const names = gone.get(manager) ?? new Set();
  for (const { name } of removal.packages) names.add(name);
  gone.set(manager, names);
}
