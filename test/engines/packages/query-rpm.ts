// What rpm itself says of a database, in the form that records are brought into too, so that both can be compared.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { runProgram } from '../run-program.ts';

/** A package as text: every field that is compared, lists sorted. */
export interface ToldPackage {
  readonly identity: string;
  readonly facts: readonly string[];
  readonly requires: readonly string[];
  readonly provides: readonly string[];
  readonly recommends: readonly string[];
  readonly files: readonly string[];
}

const GHOST = 64;
const ABSENT_STATES: readonly string[] = ['1', '2', '4'];
const IDENTITY = '%{NAME} %{EVR} %{ARCH}';
const EACH_IDENTITY = '%{=NAME} %{=EVR} %{=ARCH}';

/** An rpm: its program, and what it must be told to read a format. */
export interface Rpm {
  readonly program: string;
  readonly args: readonly string[];
}

/** Debian's, which reads SQLite and Berkeley DB. */
export const DEBIAN_RPM: Rpm = { program: 'rpm', args: [] };

/** Runs rpm; throws where it fails. */
export async function runRpm(rpm: Rpm, args: readonly string[]): Promise<string> {
  const run = await runProgram('env', ['LC_ALL=C.UTF-8', rpm.program, ...rpm.args, ...args]);
  if (!run.isDone) throw new Error(`${rpm.program} ${args.join(' ')}: ${run.complaint}`);
  return run.output;
}

/** What rpm says of a database file: all packages but its keys, in order. */
export async function tellByRpm(rpm: Rpm, databasePath: string): Promise<readonly ToldPackage[]> {
  // rpm makes locks, logs and indexes beside the database.
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-rpmdb-'));
  try {
    await copyFile(databasePath, join(folder, basename(databasePath)));
    const ask = (format: string): Promise<string> =>
      runRpm(rpm, ['--dbpath', folder, '-qa', '--nosignature', '--nodigest', '--qf', format]);
    const facts = await ask(
      `${IDENTITY}\t%{SOURCERPM}\t%{LONGSIZE}\t%{LICENSE}\t%{GROUP}\t%{VENDOR}\t%{MODULARITYLABEL}\n`,
    );
    const requires = byPackage(await ask(`[${EACH_IDENTITY}\t%{REQUIRENEVRS}\n]`));
    const provides = byPackage(await ask(`[${EACH_IDENTITY}\t%{PROVIDENEVRS}\n]`));
    const recommends = byPackage(await ask(`[${EACH_IDENTITY}\t%{RECOMMENDNEVRS}\n]`));
    const files = byPackage(await ask(`[${EACH_IDENTITY}\t%{FILEFLAGS}:%{FILESTATES}:%{FILENAMES}\n]`));
    return facts
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('gpg-pubkey '))
      .map((line) => {
        const [identity, ...rest] = line.split('\t').map((field) => field.replace(/^\(none\)$/, ''));
        return {
          identity: identity!,
          facts: rest,
          requires: distinct(requires.get(identity!)),
          provides: distinct(provides.get(identity!)),
          recommends: distinct(recommends.get(identity!)),
          files: (files.get(identity!) ?? []).flatMap(broughtPath).sort(),
        };
      })
      .sort(byIdentity);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Records in the same form. */
export function tellRecords(records: readonly PackageRecord[]): readonly ToldPackage[] {
  return records
    .map((record) => {
      const { name, version, architecture, fields } = record;
      const evr = version.replace(/^\d+:/, '');
      const source = `${record.source || name}-${record.sourceVersion || evr}.src.rpm`;
      return {
        identity: `${name} ${version} ${architecture}`,
        facts: [
          source,
          String(record.claimedBytes),
          record.licence,
          fields['Group'] ?? '',
          fields['Vendor'] ?? '',
          fields['ModularityLabel'] ?? '',
        ],
        requires: distinct(fields['Requires']?.split('\n')),
        provides: distinct(fields['Provides']?.split('\n')),
        recommends: distinct(fields['Recommends']?.split('\n')),
        files: listOf(record),
      };
    })
    .sort(byIdentity);
}

function listOf({ files }: PackageRecord): string[] {
  if (files.kind !== 'paths') throw new Error(`files are ${files.kind}`);
  return Buffer.from(files.paths).toString('utf8').split('\n').slice(0, -1).sort();
}

/** A file's path where rpm has it as brought: no ghost, not replaced, and really installed. */
function broughtPath(line: string): string[] {
  const [, flags, state, path] = /^(\d+):([^:]*):(.*)$/.exec(line)!;
  const isBrought = (Number(flags) & GHOST) === 0 && !ABSENT_STATES.includes(state!) && path !== '/';
  return isBrought ? [path!.slice(1)] : [];
}

function byPackage(output: string): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const line of output.split('\n').slice(0, -1)) {
    const tab = line.indexOf('\t');
    const list = lists.get(line.slice(0, tab));
    if (list === undefined) lists.set(line.slice(0, tab), [line.slice(tab + 1)]);
    else list.push(line.slice(tab + 1));
  }
  return lists;
}

function distinct(lines: readonly string[] | undefined): string[] {
  return [...new Set(lines)].sort();
}

function byIdentity(a: ToldPackage, b: ToldPackage): number {
  return a.identity < b.identity ? -1 : 1;
}
