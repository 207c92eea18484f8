// Options that several commands have.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROFILES } from '../checks/profile.ts';
import { RULE_GROUPS, type RuleGroup } from '../checks/rule-group.ts';
import { formatPlatform, parsePlatform } from '../oci/image/platform.ts';
import { addWriteOption } from './formats/write-option.ts';

/** What all commands have that judge images. */
export function addImageOptions(command: Command, formats: readonly string[]): Command {
  const placed = addPlaceOptions(addJudgingOptions(command))
    .optionsGroup('Output:')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'));
  return addWorkOptions(addTerminalOptions(addDetailOptions(addWriteOption(placed, formats))));
}

/** By what images are judged. */
export function addJudgingOptions(command: Command): Command {
  return command
    .optionsGroup('Verdict:')
    .option('--base <image>', 'the image this one was built from: its findings are not counted as yours')
    .addOption(
      new Option(
        '--profile <profile>',
        'what the image is for (default: by plimsoll.yaml, else production)',
      ).choices(PROFILES),
    )
    .option(
      '--rules <groups>',
      'which rules judge: files, packages, secrets, with commas between (default: all)',
      parseGroups,
    )
    .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)');
}

/** How much of the findings is told. */
export function addDetailOptions(command: Command): Command {
  return command
    .option('--all', 'show every finding; in JSON, every path too')
    .option(
      '--fingerprints',
      "tell secrets apart by fingerprints, under the settings' key or one of this run",
    );
}

/** How images are found and read. */
export function addPlaceOptions(command: Command): Command {
  return command
    .optionsGroup('Image:')
    .option(
      '--platform <platform>',
      "os/architecture[/variant] (default: linux and this machine's)",
      (text: string) => formatPlatform(parsePlatform(text)),
    )
    .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
    .option('--verify', 'read every layer again and compare all digests');
}

/** How much is told, and how. */
export function addTerminalOptions(command: Command): Command {
  return command
    .option('--no-color', 'print without colours, as NO_COLOR does')
    .option('--quiet', 'print no progress and no notices')
    .option('--debug', 'print where an error came from');
}

/** What reading takes of the machine. */
export function addWorkOptions(command: Command): Command {
  return command
    .optionsGroup('Work:')
    .option(
      '--cache-dir <folder>',
      "where what was found is kept (default: the user's cache folder)",
      parseFolder,
    )
    .option('--no-cache', 'keep nothing and use nothing kept')
    .option('--workers <count>', 'threads that read, 0 for none', parseCount);
}

/** Takes a value of an option that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** What no group looks at is not read. */
function parseGroups(text: string): readonly RuleGroup[] {
  const groups = text.split(',').map((group) => group.trim());
  if (!groups.every((group): group is RuleGroup => RULE_GROUPS.some((known) => known === group)))
    throw new InvalidArgumentError(`It must be of ${RULE_GROUPS.join(', ')}, with commas between.`);
  return RULE_GROUPS.filter((group) => groups.includes(group));
}

/** An empty one, from a variable that is not set, would mean the working folder. */
function parseFolder(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must be the path of a folder.');
  return text;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d{1,3}$/.test(text) || count > 256)
    throw new InvalidArgumentError('It must be a number from 0 to 256.');
  return count;
}
