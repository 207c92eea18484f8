// What editors and operating systems leave in folders.
import type { ContextPathRule } from './context-rule.ts';

export const contextLeftovers: ContextPathRule = {
  kind: 'paths',
  id: 'context-leftovers',
  title: 'what editors and operating systems leave',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  folders: [
    '.idea',
    '.vscode',
    '.vs',
    '.fleet',
    '.history',
    '.zed',
    '__MACOSX',
    '.Trashes',
    '.Spotlight-V100',
    '.fseventsd',
    '$RECYCLE.BIN',
  ],
  files: [
    '.DS_Store',
    'Thumbs.db',
    'ehthumbs.db',
    'desktop.ini',
    '*.swp',
    '*.swo',
    '*.orig',
    '*.rej',
    '*.iml',
    '.netrwhist',
  ],
  filePattern: /^(?:\._.+|.+~|#.+#|\.#.+)$/,
  what: 'what editors and operating systems leave',
};
