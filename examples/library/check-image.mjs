// @ts-check
// Says what an image carries that it should not, with the facts of its layers kept for the next time: node check-image.mjs IMAGE
import { FactsCache, judgeImage, openImage, PlimsollError, RULES, readImage } from 'plimsoll';

const [name = ''] = process.argv.slice(2);
try {
  const image = await openImage(name, { platform: 'linux/amd64' });
  try {
    const contents = await readImage(image, { cache: new FactsCache() });
    const { findings, bytes } = judgeImage(contents, RULES);
    console.log(`${bytes.ballastBytes} of ${bytes.entryBytes} bytes are ballast`);
    for (const { rule, severity, bytes, paths } of findings)
      console.log(`${severity} ${rule} ${bytes} /${paths[0]?.path ?? ''}`);
  } finally {
    await image.close();
  }
} catch (error) {
  if (!(error instanceof PlimsollError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 2;
}
