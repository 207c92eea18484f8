import { describe, it } from 'vitest';
import { packageDatabaseBackup } from '../../src/checks/package-database-backup.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('package-database-backup', () => {
  it('finds old copies of databases', async () => {
    await expectFound(
      packageDatabaseBackup,
      [
        'var/lib/dpkg/status-old',
        'var/cache/debconf/templates.dat-old',
        'var/backups/dpkg.status.0',
        'var/backups/apt.extended_states.0',
        'var/lib/rpm/__db.001',
        'usr/lib/sysimage/rpm/__db.001',
      ],
      [
        'var/lib/dpkg/status',
        'var/cache/debconf/templates.dat',
        'var/lib/rpm/rpmdb.sqlite',
        'var/lib/rpm/Packages',
      ],
    );
  });

  it('leaves alone backups of others', async () => {
    await expectLeft(packageDatabaseBackup, ['var/backups/sales.sql.gz']);
  });
});
