// Logs of the build, in /var/log and wherever tools and applications write them. Files of databases are called so too.
import { isBelow } from './exceptions/path-parts.ts';
import { shellPath } from './fixes/shell-words.ts';
import type { FixContext, PathRule } from './rule.ts';

/** Write-ahead logs and segments: `000003.log` of LevelDB, `00000000000000000000.log` of Kafka, `redo01.log` of Oracle. */
const DATABASE_LOG = /^(?:\d+|redo\w*|undo\w*)\.log$/;

export const logFiles: PathRule = {
  kind: 'paths',
  id: 'log-files',
  title: 'Log files',
  tier: 'ballast',
  severity: 'warning',
  // What package managers write about an ordinary installation is not worth a warning.
  floorBytes: 1_000_000,
  patterns: ['var/log/', '**/*.log', '**/nohup.out'],
  isExcused: ({ path, name }) =>
    !isBelow(path, ['var/log']) &&
    (DATABASE_LOG.test(name) || isBelow(path, ['usr/share', 'usr/lib', 'var/lib'])),
  what: 'log files',
  fix: fixLogs,
};

function fixLogs({ folder, paths }: FixContext): string {
  const files = [`${folder}/`, ...paths];
  const npmLogs = files.flatMap((path) => /^.*?\.npm\/_logs(?=\/)/.exec(path)?.[0] ?? []);
  const commands = [
    ...[...new Set(npmLogs)].slice(0, 1).map((place) => `rm -rf ${shellPath(place)}`),
    ...(files.some((path) => path.startsWith('var/log/')) ? ['find /var/log -type f -delete'] : []),
  ];
  return commands.length === 0
    ? 'Delete the logs at the end of that RUN; an application should log to stdout.'
    : `End that RUN with \`${commands.join(' && ')}\`; an application should log to stdout.`;
}
