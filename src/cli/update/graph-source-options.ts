// What all commands about updates have: where the images are defined, and how they are told.
import { type Command, Option } from 'commander';
import { formatPlatform, parsePlatform } from '../../oci/image/platform.ts';
import { addTerminalOptions } from '../command-options.ts';

/** Adds the folders of the graph and the options that say how to read and print it. */
export function addGraphSource(command: Command, formats: readonly string[]): Command {
  return addTerminalOptions(
    command
      .argument(
        '[folder...]',
        'repositories with Dockerfiles; paths in plimsoll.yaml are seen from the first (default: the working folder)',
      )
      .optionsGroup('Graph:')
      .option('--config <file>', 'settings (default: plimsoll.yaml of the first folder where there is one)')
      .option(
        '--platform <platform>',
        "for images that name none, os/architecture[/variant] (default: linux and this machine's)",
        (text: string) => formatPlatform(parsePlatform(text)),
      )
      .option(
        '--snapshot <source>',
        'images as they are, a snapshot or what else .fleet. takes: those without a Dockerfile are taken from it',
      )
      .optionsGroup('Output:')
      .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text')),
  );
}
