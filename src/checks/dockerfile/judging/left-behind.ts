// Whether what a command leaves in a folder is still there when its layer is made.
import type { Effect } from '../../../dockerfile/commands/effect.ts';
import type { ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import { isWithin } from './paths.ts';

/** Whether one of the effects empties the folder, or a good part of it. What is not known well is taken for it. */
export function isEmptied(folder: string, effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    if (effect.kind === 'move') return effect.from.some((path) => isWithin(folder, path));
    if (effect.kind !== 'remove') return false;
    if (effect.paths.some((path) => isWithin(folder, path) || path.startsWith(`${folder}/`))) return true;
    // `rm -rf $LISTS`, `rm -rf /var/{lib/apt,cache}`: nobody can tell.
    return !effect.isComplete && effect.recursive;
  });
}

/** Whether the folder, or what it is in, is no part of the layer. */
export function isMounted(folder: string, { mounts, cwd }: ModelStep): boolean {
  return mounts.some(({ target }) => {
    const place = target.startsWith('/') || cwd === undefined ? target : `${cwd}/${target}`;
    return isWithin(folder, place) || place.replace(/\/+$/, '').startsWith(`${folder}/`);
  });
}

/** `sudo ` where the command is run by it, so that what is added is run so too. */
export function sudoOf({ command }: Effect): string {
  return command.words.some(({ value }) => value === 'sudo') ? 'sudo ' : '';
}
