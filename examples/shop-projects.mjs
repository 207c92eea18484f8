// What lies around in a project that people work on: a clone's .git, an environment, caches, a token.
import { noise, text } from './made-files.mjs';

/** Files beside the ones that are kept in the repository, by the project. */
export function junkOf(project) {
  if (project === 'api')
    return [
      // From pieces, so that no scanner takes this file for a leak.
      {
        path: '.env',
        content: `SHOP_DATABASE=postgres://db.shop.example/orders\nPAYMENT_KEY=${['sk', 'live', keyText(360)].join('_')}\n`,
      },
      ...gitFiles(361),
      ...['click', 'flask', 'jinja2', 'werkzeug'].map((name, i) => ({
        path: `.venv/lib/python3.11/site-packages/${name}/__init__.py`,
        content: text(80_000, 370 + i),
      })),
      { path: '.venv/pyvenv.cfg', content: 'home = /usr/bin\nversion = 3.11.2\n' },
      { path: '__pycache__/server.cpython-311.pyc', content: noise(3_000, 380) },
      { path: 'data/orders-2024.csv', content: text(250_000, 381) },
      { path: 'npm-debug.log', content: text(20_000, 382) },
    ];
  if (project === 'stock') return [...gitFiles(390), { path: 'stock', content: noise(350_000, 391) }];
  return [];
}

function gitFiles(seed) {
  const pack = '.git/objects/pack/pack-8d0c3f1e5b0a4e6f9a7c2b1d4e3f5a6b7c8d9e0f';
  return [
    { path: '.git/HEAD', content: 'ref: refs/heads/main\n' },
    { path: '.git/config', content: '[core]\n\trepositoryformatversion = 0\n' },
    { path: `${pack}.pack`, content: Buffer.concat([Buffer.from('PACK'), noise(300_000, seed)]) },
    { path: `${pack}.idx`, content: noise(12_000, seed + 1) },
  ];
}

function keyText(seed) {
  return noise(24, seed)
    .toString('base64')
    .replace(/[^a-zA-Z0-9]/g, '')
    .slice(0, 24);
}
