// Object files beside the sources they were compiled from. Those of toolchains, kernels and eBPF programs are there to be
// used, and have no source beside them or a place that tells.
import { CONTENT_TYPE, ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath } from './exceptions/path-parts.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

const SOURCES = ['.c', '.cc', '.cpp', '.cxx', '.m', '.s', '.S', '.f', '.f90'];
const KERNEL_BUILD = /^(?:usr\/src\/(?:linux-|kernels\/)|(?:usr\/)?lib\/modules\/)/;
const EBPF = /(?:^|\/)e?bpf\//;

export const objectFile: PathRule = {
  kind: 'paths',
  id: 'object-file',
  title: 'Object files beside their sources',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/*.o'],
  contentTypes: [CONTENT_TYPE.elfObject],
  isExcused: (file, image) => KERNEL_BUILD.test(file.path) || EBPF.test(file.path) || !hasSource(file, image),
  what: 'object files beside their sources',
  fix: 'Build in a stage of its own and copy only the result from it (`COPY --from=build`).',
};

function hasSource({ name, folder }: OfferedFile, image: ImageLook): boolean {
  const stem = name.slice(0, -'.o'.length);
  return SOURCES.some((extension) => image.kindAt(joinPath(folder, stem + extension)) === ENTRY_KIND.file);
}
