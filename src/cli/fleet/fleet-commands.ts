// The commands about fleets.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addHierarchyCommands } from './hierarchy-commands.ts';
import { addScanCommands } from './scan-commands.ts';
import { addStorageCommands } from './storage-commands.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addFleetCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const fleet = program.command('fleet').description('many images together: what they cost, what they carry');
  addStorageCommands(fleet, io, setExitCode);
  addScanCommands(fleet, io, setExitCode);
  addHierarchyCommands(fleet, io, setExitCode);
}
