// What should be different on every machine and is the same in every container of an image (machine-id(5), "for operating
// system images"; systemd-random-seed(8)). It is advice: few containers run anything that reads it.
import type { PathRule } from './rule.ts';

/** 32 hexadecimal digits; an empty file or the word "uninitialized" is as it should be. */
const ID_BYTES = 32;

export const machineId: PathRule = {
  kind: 'paths',
  id: 'machine-id',
  title: 'Machine ids and random seeds',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: [
    'etc/machine-id',
    'var/lib/dbus/machine-id',
    'etc/hostid',
    'var/lib/systemd/random-seed',
    'var/lib/systemd/credential.secret',
    'var/lib/urandom/random-seed',
  ],
  isExcused: ({ name, sizeBytes }) => name === 'machine-id' && sizeBytes < ID_BYTES,
  what: 'ids and seeds that every container of the image shares',
  fix: 'End that RUN with `truncate --size 0 /etc/machine-id && rm -f /var/lib/dbus/machine-id /var/lib/systemd/random-seed`.',
};
