// Old versions that package managers keep of their own databases: dpkg's and debconf's `-old`, Debian's daily copies, and the
// working files of rpm's Berkeley DB.
import type { PathRule } from './rule.ts';

export const packageDatabaseBackup: PathRule = {
  kind: 'paths',
  id: 'package-database-backup',
  title: 'Old copies of package databases',
  tier: 'ballast',
  severity: 'warning',
  // An ordinary installation leaves about one megabyte, more where many packages ask questions.
  floorBytes: 5_000_000,
  patterns: [
    'var/lib/dpkg/*-old',
    'var/cache/debconf/*-old',
    'var/backups/',
    'var/lib/rpm/__db.*',
    'usr/lib/sysimage/rpm/__db.*',
  ],
  // Debian's copies have names of their own; other files in /var/backups are somebody's.
  isExcused: ({ path, name }) =>
    path.startsWith('var/backups/') && !/^(?:dpkg|apt|alternatives|passwd|group|shadow|gshadow)\b/.test(name),
  what: 'old copies of package databases',
  fix: ({ folder }) =>
    /(?:^|\/)rpm$/.test(folder)
      ? `End that RUN with \`rm -f /${folder}/__db.*\`.`
      : 'End that RUN with `rm -rf /var/lib/dpkg/*-old /var/cache/debconf/*-old /var/backups/*`.',
  fixCopied:
    'Delete them where the root file system comes from: `rm -rf /var/lib/dpkg/*-old /var/cache/debconf/*-old`.',
};
