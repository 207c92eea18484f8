import { describe, expect, it } from 'vitest';
import { sourceMap } from '../../src/checks/source-map.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('source-map', () => {
  const files = ['srv/app/dist/a.js', 'srv/app/dist/a.js.map'];

  it('finds maps beside their scripts, as advice', async () => {
    await expectFound(
      sourceMap,
      [
        'srv/app/dist/a.js.map',
        'srv/app/dist/b.mjs.map',
        'srv/app/dist/c.css.map',
        'srv/app/dist/d.d.ts.map',
      ],
      ['srv/app/dist/a.js', 'srv/app/dist/b.mjs', 'srv/app/dist/c.css', 'srv/app/dist/d.d.ts'],
    );
    expect(sourceMap.tier).toBe('advice');
  });

  it('leaves alone maps that Node.js reads', async () => {
    await expectLeft(sourceMap, files, { env: { NODE_OPTIONS: '--enable-source-maps' } });
    await expectLeft(sourceMap, files, { command: ['node', '--enable-source-maps', 'dist/a.js'] });
    await expectLeft(sourceMap, files, {
      command: ['node', '-r', 'source-map-support/register', 'dist/a.js'],
    });
  });

  it('leaves alone other maps', async () => {
    await expectLeft(sourceMap, ['srv/game/level1.map', 'boot/System.map', 'srv/app/dist/lost.js.map']);
  });
});
