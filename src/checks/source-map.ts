// Source maps beside the scripts they belong to: read by debuggers, and by Node.js only with --enable-source-maps.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { perImage } from './exceptions/per-image.ts';
import { commandWords } from './exceptions/runs-program.ts';
import { shellPath } from './fixes/shell-words.ts';
import type { PathRule } from './rule.ts';

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
  fix: ({ folder }) =>
    folder === ''
      ? "Delete them in the RUN that brings them (`find DIR -name '*.map' -delete`)."
      : `End that RUN with \`find ${shellPath(folder)} -name '*.map' -delete\`.`,
  fixCopied: 'Leave source maps out of the production build, or upload them to where errors are looked at.',
};

const readsSourceMaps = perImage((image) =>
  [image.env.get('NODE_OPTIONS') ?? '', ...commandWords(image)].some((text) =>
    /--enable-source-maps|source-map-support/.test(text),
  ),
);
