// Logs, and dumps of processes and databases.
import type { ContextPathRule } from './context-rule.ts';

const LARGE_BYTES = 100_000;

export const contextLogs: ContextPathRule = {
  kind: 'paths',
  id: 'context-logs',
  title: 'logs and dumps that are sent',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  folders: [],
  files: [
    '*.log',
    '*.hprof',
    '*.heapsnapshot',
    '*.cpuprofile',
    '*.heapprofile',
    '*.dmp',
    '*.mdmp',
    '*.pcap',
    '*.pcapng',
    '*.stackdump',
    'core',
    'nohup.out',
    'dump.rdb',
  ],
  filePattern:
    /^(?:core\.\d+|(?:hs_err_pid|replay_pid)\d+\.log|.*\.log\.(?:\d+|gz|\d+\.gz)|(?:db[-_.]?|database[-_.]?|backup[-_.]?)?dump.*\.sql(?:\.gz)?)$/,
  // A small file of the name may be anything.
  isNeedless: ({ name, sizeBytes }) => name !== 'core' || sizeBytes >= LARGE_BYTES,
  what: 'logs and dumps',
};
