// A folder in which commands that name the reader's own images and files can run: the shop, and what such commands read beside it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runShown } from './run-shown.ts';

/** Adds to a shop: an archive, snapshots, a list of images, compose files, and a repository with a branch elsewhere. */
export async function makeWorkshop(shop: string): Promise<string> {
  const api = join(shop, 'api');
  writeFileSync(join(api, 'compose.yaml'), 'services:\n  api:\n    build: .\n');
  mkdirSync(join(api, 'services'));
  cpSync(join(shop, 'stock'), join(api, 'services', 'api'), { recursive: true });
  cpSync(join(shop, 'stock', 'Dockerfile'), join(api, 'services', 'api', 'Dockerfile.prod'));
  writeFileSync(
    join(shop, 'images.txt'),
    `# all that is ours\noci:${shop}/images/web\noci:${shop}/images/worker\n`,
  );
  mkdirSync(join(shop, 'ci'));
  const platform = join(shop, 'platform');
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['-c', 'user.name=shop', '-c', 'user.email=shop@shop.example', 'commit', '-qm', 'The platform'],
    ['update-ref', 'refs/remotes/origin/main', 'HEAD'],
  ])
    execFileSync('git', args, { cwd: platform });
  const made = [
    'squash oci:images/worker --above oci:bases/debian -o docker-archive:app.tar:app:1',
    `fleet snapshot ${shop}/images -o fleet.json`,
    `fleet snapshot ${shop}/images -o snapshots/`,
  ];
  mkdirSync(join(shop, 'snapshots'));
  for (const command of made) {
    const { exitCode, shown } = await runShown(command.split(' '), shop, cacheOf(shop));
    if (exitCode !== 0) throw new Error(`${command}\n${shown}`);
  }
  return shop;
}

/** Where runs in the workshop keep what they learned. */
export function cacheOf(shop: string): string {
  return join(shop, 'cache');
}
