// Base images by their names: which distribution they are built on, as far as a name tells.
import type { DistributionFamily, ParsedImageName } from './dockerfile-model.ts';

/** Splits a full reference into what people call an image by. */
export function parseImageName(reference: string): ParsedImageName {
  const at = reference.indexOf('@');
  const digest = at === -1 ? undefined : reference.slice(at + 1);
  const named = at === -1 ? reference : reference.slice(0, at);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const path = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  return {
    name: path.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, ''),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The family that a name tells; unknown where it tells none. */
export function familyOfImage({ name }: ParsedImageName): DistributionFamily {
  return name === 'debian' || name === 'ubuntu' ? 'debian' : name === 'alpine' ? 'alpine' : 'unknown';
}
