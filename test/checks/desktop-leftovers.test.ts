import { describe, it } from 'vitest';
import { desktopLeftovers } from '../../src/checks/desktop-leftovers.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('desktop-leftovers', () => {
  it('finds files of desktops', async () => {
    await expectFound(
      desktopLeftovers,
      [
        'srv/app/.DS_Store',
        'srv/app/._logo.png',
        'srv/app/__MACOSX/._a.txt',
        'srv/app/__MACOSX/b',
        'mnt/.Spotlight-V100/x',
        'mnt/.fseventsd/x',
        'srv/app/Thumbs.db',
        'srv/app/desktop.ini',
        'home/app/.local/share/Trash/files/x',
      ],
      ['srv/app/logo.png'],
    );
  });

  it('leaves alone names with a dot and an underscore that belong to no other file', async () => {
    await expectLeft(desktopLeftovers, ['srv/app/._settings']);
  });
});
