// The targets of real-images/Dockerfile: what each is made for, and what is known of it from its instructions.
import { canRun } from '../run-program.ts';
import { hasApk } from './make-apk.ts';

/** Layers by number, the base 0. */
export interface ImageCase {
  readonly layers: number;
  /** From `TYPE NAME` to the layer that brings it. */
  readonly brought: Readonly<Record<string, number>>;
  /** Likewise, to the layer that removes it or replaces it by another version. */
  readonly removed?: Readonly<Record<string, number>>;
}

/** The images, by target. */
export const IMAGES: Readonly<Record<string, ImageCase>> = {
  minbase: { layers: 1, brought: { 'deb bash': 0 } },
  slim: {
    layers: 4,
    brought: { 'deb bash': 0, 'deb git': 2, 'deb less': 2, 'deb wget': 2 },
    removed: { 'deb less': 3, 'deb wget': 3 },
  },
  node: {
    layers: 4,
    brought: { 'deb nodejs': 1, 'deb npm': 1, 'npm express': 2, 'npm lodash': 2, 'npm mocha': 3 },
  },
  python: {
    layers: 4,
    brought: {
      'deb python3-pip': 1,
      'pypi numpy': 2,
      'pypi requests': 2,
      'pypi Flask': 3,
      'pypi urllib3': 2,
    },
    removed: { 'pypi urllib3': 3 },
  },
  java: {
    layers: 4,
    brought: { 'deb default-jre-headless': 1, 'maven com.google.guava:guava': 3 },
  },
  gcc: {
    layers: 4,
    brought: { 'deb bash': 0, 'deb gcc-12': 1, 'deb make': 1 },
    removed: { 'deb gcc-12': 3, 'deb make': 3 },
  },
  distroless: { layers: 1, brought: { 'deb libc6': 0, 'deb tzdata': 0 } },
  upgraded: {
    layers: 4,
    brought: { 'deb tzdata': 2, 'deb libssl3': 2, 'deb hello': 3 },
    removed: { 'deb tzdata': 2, 'deb libssl3': 2 },
  },
  altered: { layers: 3, brought: { 'deb tzdata': 0, 'deb zlib1g': 1 } },
  go: { layers: 2, brought: { 'golang rsc.io/quote': 1, 'golang stdlib': 1 } },
  rust: { layers: 1, brought: { 'cargo memchr': 0 } },
  rpm: {
    layers: 6,
    brought: { 'rpm plimsoll-one': 1, 'rpm plimsoll-large': 2, 'rpm plimsoll-plain': 3 },
    removed: { 'rpm plimsoll-plain': 3, 'rpm plimsoll-removed': 5 },
  },
  apk: {
    layers: 4,
    brought: { 'apk package-10': 1, 'apk package-11': 2, 'apk package-14': 2 },
    removed: { 'apk package-11': 2, 'apk package-12': 3 },
  },
};

/** What an image is made with beside Docker. */
export const NEEDS: Readonly<Record<string, () => boolean>> = {
  go: () => canRun('go', ['version'], () => true),
  rust: () => canRun('cargo', ['auditable', '--version'], () => true),
  rpm: () => canRun('rpm', ['--version'], (output) => output.includes('RPM')),
  apk: hasApk,
};
