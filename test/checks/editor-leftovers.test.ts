import { describe, it } from 'vitest';
import { editorLeftovers } from '../../src/checks/editor-leftovers.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('editor-leftovers', () => {
  it('finds swap files, backups and settings', async () => {
    await expectFound(
      editorLeftovers,
      [
        'srv/app/.main.py.swp',
        'srv/app/.main.py.swo',
        'srv/app/main.py~',
        'etc/app.conf.bak',
        'srv/app/main.c.orig',
        'srv/app/main.c.rej',
        'root/.viminfo',
        'srv/app/.idea/workspace.xml',
        'srv/app/.vscode/settings.json',
        'root/.vscode-server/bin/1a/node',
        'root/.cursor-server/bin/1a/node',
        'root/.cache/JetBrains/x',
      ],
      ['srv/app/main.py', 'etc/app.conf', 'srv/app/main.c'],
    );
  });

  it('leaves alone backups without the file they would be of', async () => {
    await expectLeft(editorLeftovers, ['srv/db/sales.bak', 'srv/app/settings.orig', 'srv/app/a~']);
  });

  it('leaves alone .swp files that no editor made', async () => {
    await expectLeft(editorLeftovers, ['srv/app/memory.swp']);
  });
});
