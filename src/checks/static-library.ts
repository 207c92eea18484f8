// Static libraries in an image without anything that links: only a linker reads them.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import { perImage } from './exceptions/per-image.ts';
import type { PathRule } from './rule.ts';

const LINKERS = [
  'usr/bin/ld',
  'usr/bin/ld.lld',
  'usr/bin/gcc',
  'usr/bin/cc',
  'usr/bin/clang',
  'usr/bin/tcc',
  'usr/local/bin/ld',
  'usr/local/bin/gcc',
  'usr/local/go/bin/go',
  'usr/local/cargo/bin/cargo',
];

const canLink = perImage((image) => LINKERS.some((linker) => image.kindAt(linker) !== undefined));

export const staticLibrary: PathRule = {
  kind: 'paths',
  id: 'static-library',
  title: 'Static libraries without a linker',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['**/*.a'],
  contentTypes: [CONTENT_TYPE.archive],
  isExcused: (_file, image) => canLink(image),
  what: 'static libraries, which only a linker reads',
  fix: 'Install the run-time package instead of the development package, or delete `*.a` in the RUN that installs it.',
};
