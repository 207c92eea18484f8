// Makes an example image in a temporary folder and checks it: npm start
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeExampleImage } from './make-example-image.mjs';

const dist = new URL('../dist/', import.meta.url);
const program = fileURLToPath(new URL('cli/main.js', dist));
if (!existsSync(program)) {
  console.error('There is no build yet. Run: npm run build');
  process.exit(2);
}
const { writeLayout } = await import(new URL('oci/layout/write-layout.js', dist).href);
const { writeTar } = await import(new URL('oci/tar/write-tar.js', dist).href);

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-example-'));
// Ctrl-C ends the check, and the folder is removed after it.
process.on('SIGINT', () => {});
try {
  const image = join(folder, 'image');
  await makeExampleImage(image, { writeLayout, writeTar });
  console.log(`$ plimsoll check oci:${image}\n`);
  const status = await run([program, 'check', `oci:${image}`]);
  // The image is made to have findings, so exit code 1 is what a check of it should give.
  process.exitCode = status === 1 ? 0 : status;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Runs Node and gives its exit code; 2 where a signal ended it. */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 2));
  });
}
