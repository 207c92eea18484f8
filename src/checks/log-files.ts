// Logs of the build: those in /var/log, and those that tools and applications write into folders of logs.
import { isCopied, keepOut } from './fixes/copied.ts';
import type { PathRule } from './rule.ts';

export const logFiles: PathRule = {
  kind: 'paths',
  id: 'log-files',
  title: 'Log files',
  tier: 'ballast',
  severity: 'warning',
  // What package managers write about an ordinary installation is not worth a warning.
  floorBytes: 512 * 1024,
  patterns: [
    'var/log/',
    '**/logs/*.log',
    '**/log/*.log',
    '**/npm-debug.log',
    '**/yarn-error.log',
    '**/yarn-debug.log',
    '**/pnpm-debug.log',
    '**/lerna-debug.log',
    '**/nohup.out',
  ],
  what: 'log files',
  fix: (context) =>
    isCopied(context)
      ? keepOut('**/*.log')
      : 'Delete the logs at the end of that RUN; an application should log to stdout.',
};
