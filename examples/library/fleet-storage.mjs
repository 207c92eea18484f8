// @ts-check
// Says what images cost together: node fleet-storage.mjs SOURCE...    (as `plimsoll fleet storage` takes them)
import { measureStorage, readFleet } from 'plimsoll/fleet';

const signal = AbortSignal.timeout(600_000);
const { snapshot } = await readFleet(process.argv.slice(2), { signal, at: new Date().toISOString() });
const { imageCount, layerCount, naive, unique, images } = measureStorage(snapshot);
console.log(`${imageCount} images, ${layerCount} layers`);
console.log(`every image by itself ${naive.estimateBytes} bytes, stored ${unique.estimateBytes}`);
for (const { name, ownBytes, sharedBytes, marginalBytes } of images)
  console.log(`${name}: ${ownBytes} own, ${sharedBytes} shared, ${marginalBytes} would be freed`);
