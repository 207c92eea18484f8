// Which packages were asked for, and which came only because others needed them, as far as the package managers note it.
import { readApkWorld } from './apk/apk-world.ts';
import { readExtendedStates } from './apt/apt-extended-states.ts';
import type { TextAt } from './find-extent.ts';
import type { PackageRecord } from './package-record.ts';

/** Whether a package came as a dependency only; null where nothing is noted. */
export type AutomaticOf = (record: PackageRecord) => boolean | null;

/** The marks of apt and apk that the image shows. */
export function readMarks(textAt: TextAt): AutomaticOf {
  const states = textAt('var/lib/apt/extended_states');
  // Where apt never installed anything there is no such file, and all is what somebody asked for.
  const automatic = new Set(
    (states === undefined ? [] : readExtendedStates(states)).map(
      ({ name, architecture }) => `${name}:${architecture}`,
    ),
  );
  const names = new Set([...automatic].map((key) => key.slice(0, key.indexOf(':'))));
  const world = textAt('etc/apk/world');
  const wanted = world === undefined ? undefined : new Set(readApkWorld(world));
  return ({ type, name, architecture }) => {
    if (type === 'apk') return wanted === undefined ? null : !wanted.has(name);
    if (type !== 'deb') return null;
    // Packages for all architectures are marked under the system's own.
    return architecture === 'all' ? names.has(name) : automatic.has(`${name}:${architecture}`);
  };
}
