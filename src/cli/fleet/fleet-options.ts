// What all commands about fleets have: the fleet itself, and how it is told.
import { type Command, Option } from 'commander';
import { addTerminalOptions, addWorkOptions } from '../command-options.ts';

/** Adds the sources of a fleet and the options that say how to read and print it. */
export function addFleetOptions(command: Command, formats: readonly string[]): Command {
  return addWorkOptions(
    addTerminalOptions(
      command
        .argument(
          '[source...]',
          'images by name or file; a folder of them; docker://HOST or docker://HOST/PREFIX/ for a registry; docker-daemon: for an engine; a snapshot; a history',
        )
        .optionsGroup('Fleet:')
        .option('--from <file>', 'more sources, one a line')
        .option('--platform <platform>', 'only images of this one, os/architecture[/variant] (default: all)')
        .option('--insecure', 'allow plain http and unknown certificates for registries beyond this machine')
        .optionsGroup('Output:')
        .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text')),
    ),
  );
}
