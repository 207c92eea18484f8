// Which profile an image has: what the command line says, else the first entry of plimsoll.yaml that fits, else production.
import type { Profile } from '../../checks/profile.ts';
import { matchesWildcard } from '../settings/match-glob.ts';
import type { ProfileSetting } from '../settings/settings.ts';

/** What an image is told by. */
export interface ProfiledImage {
  /** As the user typed it. */
  readonly name: string;
  /** As it was found, with its transport. */
  readonly reference: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The image's profile. */
export function chooseProfile(
  flag: Profile | undefined,
  settings: readonly ProfileSetting[],
  image: ProfiledImage,
): Profile {
  return flag ?? settings.find((setting) => fits(setting, image))?.profile ?? 'production';
}

function fits({ tag, label }: ProfileSetting, { name, reference, labels }: ProfiledImage): boolean {
  const tags = [tagOf(name), tagOf(reference)].filter((found) => found !== undefined);
  if (tag !== null && !tags.some((found) => matchesWildcard(tag, found))) return false;
  if (label === null) return true;
  const value = Object.hasOwn(labels, label.name) ? labels[label.name] : undefined;
  return value !== undefined && matchesWildcard(label.value, value);
}

/** What stands behind the last colon, without a digest; a port has a slash behind it. */
function tagOf(reference: string): string | undefined {
  const name = reference.split('@', 1)[0]!;
  const colon = name.lastIndexOf(':');
  const tag = name.slice(colon + 1);
  return colon < 0 || tag === '' || tag.includes('/') ? undefined : tag;
}
