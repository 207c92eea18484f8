// @ts-check
// Makes the layers of an image one, and shows the result only once it is proven: node squash-image.mjs IMAGE oci:FOLDER:TAG
import { readImage } from 'plimsoll/contents';
import { openDestination, openImage } from 'plimsoll/oci';
import { squashTo } from 'plimsoll/rewrite';

const [from = '', to = ''] = process.argv.slice(2);
const image = await openImage(from, { platform: 'linux/amd64' });
const destination = await openDestination(to);
try {
  const contents = await readImage(image);
  const { verdict, input, result } = await squashTo(destination, image, contents, { program: 'an example' });
  console.log(`${input.layers.length} layers became ${result.layers.length}: ${verdict}`);
  console.log(`${destination.reference} ${result.manifest}`);
} finally {
  await destination.close();
  await image.close();
}
