// @ts-check
// Lists the files that an image shows, and prints one of them: node read-files.mjs IMAGE [PATH]
import { listShownFiles, readImage, readShownFile } from 'plimsoll/contents';
import { openImage } from 'plimsoll/oci';

const [name = '', path] = process.argv.slice(2);
const image = await openImage(name, { platform: 'linux/amd64' });
try {
  const contents = await readImage(image);
  if (path === undefined)
    for (const { kind, sizeBytes, path, layer } of listShownFiles(contents))
      console.log(`${kind} ${sizeBytes} layer ${layer ?? '-'} /${path}`);
  else {
    const bytes = await readShownFile(image, contents, path);
    if (bytes === undefined) throw new Error(`there is no file ${path}`);
    process.stdout.write(bytes);
  }
} finally {
  await image.close();
}
