import { describe, expect, it } from 'vitest';
import { machineId } from '../../src/checks/machine-id.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';
import { file, symlink } from '../support/layers.ts';

describe('machine-id', () => {
  const id = 'f0e1d2c3b4a5968778695a4b3c2d1e0f\n';

  it('finds ids and seeds, as advice', async () => {
    await expectFound(machineId, [
      file('etc/machine-id', id),
      file('var/lib/dbus/machine-id', id),
      'etc/hostid',
      'var/lib/systemd/random-seed',
      'var/lib/systemd/credential.secret',
      'var/lib/urandom/random-seed',
    ]);
    expect(machineId.tier).toBe('advice');
  });

  it('leaves alone what is empty or said to be uninitialized', async () => {
    await expectLeft(machineId, [
      file('etc/machine-id', 'uninitialized\n'),
      symlink('var/lib/dbus/machine-id', '/etc/machine-id'),
    ]);
    await expectLeft(machineId, [file('etc/machine-id')]);
  });
});
