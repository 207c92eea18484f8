// Source maps beside the scripts they belong to: read by debuggers, and by Node.js only with --enable-source-maps.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { isCopied } from './fixes/copied.ts';
import type { ImageLook, PathRule } from './rule.ts';

export const sourceMap: PathRule = {
  kind: 'paths',
  id: 'source-map',
  title: 'Source maps',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['**/*.map'],
  isExcused: ({ path, name }, image) =>
    !/\.(?:[cm]?js|css|ts)\.map$/.test(name) ||
    readsSourceMaps(image) ||
    image.kindAt(path.slice(0, -'.map'.length)) !== ENTRY_KIND.file,
  what: 'source maps',
  fix: (context) =>
    isCopied(context)
      ? 'Leave source maps out of the production build, or upload them to where errors are looked at.'
      : 'Delete `*.map` from node_modules in the RUN that installs it, and leave source maps out of the production build.',
};

function readsSourceMaps(image: ImageLook): boolean {
  const options = `${image.env.get('NODE_OPTIONS') ?? ''} ${image.command.join(' ')}`;
  return /--enable-source-maps|source-map-support/.test(options);
}
