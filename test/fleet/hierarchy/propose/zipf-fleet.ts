// A large fleet for counting steps: 90 packages that all images have, and applications that bring packages of their own, some of
// them in many images.
import type {
  PlatformProblem,
  ProblemItem,
} from '../../../../src/fleet/hierarchy/propose/platform-problem.ts';
import { makeRandom } from './made-problems.ts';

const COMMON = 90;
const PACKAGES = 600;

/** Makes it; some 150 packages an image. */
export function makeZipfFleet(imageCount: number): PlatformProblem {
  const random = makeRandom(7);
  const pick = (from: number): number => from + Math.floor(random() * (PACKAGES - from));
  const items: ProblemItem[] = Array.from({ length: PACKAGES }, (_, k) => ({
    key: `p${k}`,
    bytes: Math.round(20_000 * Math.exp(random() * 6)),
    changeRate: random() < 0.6 ? 0.002 : random() * 0.02,
    isForbidden: k > COMMON && random() < 0.1,
    requires: k > COMMON && random() < 0.5 ? [COMMON + Math.floor(random() * (k - COMMON))] : [],
  }));
  const applications = Array.from({ length: 30 }, () => {
    const has = new Set(Array.from({ length: 10 + Math.floor(random() * 30) }, () => pick(COMMON)));
    for (const item of has) for (const required of items[item]!.requires) has.add(required);
    return has;
  });
  const images = Array.from({ length: imageCount }, (_, i) => {
    const has = new Set(Array.from({ length: COMMON }, (_unused, k) => k));
    for (let a = 1 + Math.floor(random() * 3); a > 0; a--)
      for (const item of applications[Math.floor(30 * random() ** 2)]!) has.add(item);
    return {
      name: `image-${i}`,
      isProduction: random() < 0.7,
      items: Uint32Array.from(has).sort(),
      ownBytes: 2_000_000 * random(),
      ownRate: 0.3,
      restBytes: 0,
    };
  });
  return { images, items, groundBytes: 30_000_000, groundRate: 0.05 };
}
