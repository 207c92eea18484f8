// `plimsoll baseline IMAGE...`: accepts the secrets that images have today, by fingerprint.
import { chmod, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '../../checks/finding.ts';
import { PlimsollError } from '../../errors.ts';
import { isReplaceable } from '../../oci/staging/is-replaceable.ts';
import { countOf } from '../../report/format-amount.ts';
import { makeVisible } from '../../report/visible-text.ts';
import { type AcceptedSecret, formatBaseline } from '../../secrets/fingerprint/baseline.ts';
import { createFingerprintKey } from '../../secrets/fingerprint/fingerprint-key.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import type { BaselineFlags } from '../image-flags.ts';
import { inspectImage } from '../inspect-image.ts';
import { prepareRun } from '../prepare-run.ts';
import { readKey, resolveNamed } from '../secrets/secret-files.ts';
import type { Settings } from '../settings/settings.ts';
import { writePieces } from '../terminal/write-pieces.ts';

const KEY_FILE = 'plimsoll.key';
const BASELINE_FILE = 'plimsoll-baseline.json';

/** Writes the baseline, and the key where there is none, and resolves to the exit code. */
export async function runBaseline(
  images: readonly string[],
  flags: BaselineFlags,
  io: CliIo,
): Promise<number> {
  const given = await prepareRun({ ...flags, format: 'text', rules: ['secrets'] }, io, {
    limitsOf: () => ({ failOn: 'never' }),
    allowsOtherBase: true,
    wantsFreed: false,
  });
  const { settings } = given;
  const keyPath = pathOf(settings, flags.key, settings.secrets.key ?? KEY_FILE);
  const baselinePath = pathOf(settings, flags.output, settings.secrets.baseline ?? BASELINE_FILE);
  const known = await readKey(io.env, keyPath);
  const { key, text } = known === undefined ? createFingerprintKey() : { key: known, text: undefined };
  const run = { ...given, fingerprints: { key, baseline: undefined, baselineName: '' } };
  const secrets = new Map<string, AcceptedSecret>();
  const without: string[] = [];
  for (const image of images) {
    const { report } = await inspectImage(image, run);
    for (const finding of report.findings.filter(({ secret }) => secret !== null)) {
      const prints = finding.secret!.fingerprints ?? [];
      const isWhole = prints.length === finding.secret!.count && prints.every((print) => print !== null);
      if (!isWhole) without.push(placeOf(finding));
      for (const fingerprint of prints)
        if (fingerprint !== null)
          secrets.set(fingerprint, { fingerprint, rule: finding.rule, place: placeOf(finding) });
    }
  }
  // Only now, so that an image that cannot be read leaves nothing behind.
  if (text !== undefined) await writeWhole(keyPath, text, 0o600);
  await writeWhole(baselinePath, formatBaseline({ keyId: key.id, secrets: [...secrets.values()] }), 0o644);
  await writePieces(
    io.stdout,
    tell(secrets.size, baselinePath, text === undefined ? undefined : keyPath, without),
  );
  return EXIT_CODE.clean;
}

function* tell(
  count: number,
  baselinePath: string,
  newKeyPath: string | undefined,
  without: readonly string[],
): Iterable<string> {
  yield `${baselinePath}: ${countOf(count, 'secret')} accepted. The file holds no secret; commit it.\n`;
  if (newKeyPath !== undefined)
    yield `${newKeyPath}: a new key. Keep it as you keep secrets: in no repository; in CI in the variable PLIMSOLL_KEY.\n`;
  for (const place of without)
    yield `not accepted, because not all of its secrets can be told apart: ${makeVisible(place)}\n`;
  yield "plimsoll.yaml: name both under 'secrets', as 'key' and 'baseline', where it does not yet.\n";
}

function placeOf({ paths, secret, place }: Finding): string {
  const member = secret?.offsets[0]?.member ?? null;
  const path = paths[0]?.path;
  if (path === undefined) return [place, secret?.places[0]?.name].filter((part) => part != null).join(' ');
  return member === null ? path : `${path}!/${member}`;
}

function pathOf(settings: Settings, flag: string | undefined, name: string): string {
  return flag ?? resolveNamed(settings, name);
}

async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const partial = join(dirname(path), `.plimsoll-${process.pid}.part`);
  try {
    if (!(await isReplaceable(path))) return await writeFile(path, text);
    await writeFile(partial, text, { mode, flag: 'wx' });
    await chmod(partial, mode);
    await rename(partial, path);
  } catch (cause) {
    throw new PlimsollError('DESTINATION_UNWRITABLE', `it cannot be written`, { subject: path, cause });
  }
}
