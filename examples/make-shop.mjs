// Makes the shop of the docs: projects, and the images that were built from them, as OCI layouts.
//
//   node examples/make-shop.mjs [FOLDER]     a new folder, `shop` where it is not given
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { addParents } from './made-files.mjs';
import { shopImages } from './shop-images.mjs';
import { junkOf } from './shop-projects.mjs';

const projects = fileURLToPath(new URL('shop/', import.meta.url));

/** Writes the shop into the new folder `destination`; `writers` are `writeLayout` and `writeTar` of Plimsoll. */
export async function makeShop(destination, writers) {
  cpSync(projects, destination, { recursive: true, errorOnExist: true, force: false });
  for (const project of ['api', 'stock'])
    for (const { path, content } of junkOf(project)) {
      const to = join(destination, project, path);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, content);
    }
  for (const [folder, { name, steps, run, base }] of Object.entries(
    shopImages(filesBelow(join(projects, 'api'))),
  )) {
    mkdirSync(dirname(join(destination, folder)), { recursive: true });
    await writers.writeLayout(join(destination, folder), {
      steps: steps.map(({ createdBy, items }) => ({
        createdBy,
        ...(items === undefined ? {} : { tar: writers.writeTar(addParents(items)) }),
      })),
      ...(run === undefined ? {} : { run }),
      ...(base === undefined
        ? {}
        : { annotations: { 'org.opencontainers.image.base.name': 'registry.example/debian:12' } }),
      config: { created: '2025-01-01T00:00:00Z' },
      refName: name,
    });
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path: relative(folder, path), content: readFileSync(path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? 'shop';
  if (existsSync(folder)) {
    console.error(`${folder} is there already.`);
    process.exit(2);
  }
  const dist = new URL('../dist/', import.meta.url);
  const { writeLayout } = await import(new URL('oci/layout/write-layout.js', dist).href);
  const { writeTar } = await import(new URL('oci/tar/write-tar.js', dist).href);
  await makeShop(folder, { writeLayout, writeTar });
  console.log(`The shop is in ${folder}.`);
}
