// Cache mounts (Dockerfile reference, `RUN --mount=type=cache`): what is below the target never becomes part of a layer.
import type { FixContext } from '../rule.ts';

/** The option for a cache: at the place where the files are, up to and with `end`, or at `usual` where they are in several. */
export function mountCache({ folder }: FixContext, end: string, usual: string): string {
  const place = `/${folder}/`;
  const at = place.indexOf(`/${end}/`);
  return `--mount=type=cache,target=${at < 0 ? usual : place.slice(0, at + end.length + 1)}`;
}
