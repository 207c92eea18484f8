// What rules ask about an image as a whole is worked out once: there may be a million files, and a config of megabytes.
import type { ImageLook } from '../rule.ts';

/** The same function, computed once for each image. */
export function perImage<T>(compute: (image: ImageLook) => T): (image: ImageLook) => T {
  const known = new WeakMap<ImageLook, { readonly value: T }>();
  return (image) => {
    let found = known.get(image);
    if (found === undefined) {
      found = { value: compute(image) };
      known.set(image, found);
    }
    return found.value;
  };
}
