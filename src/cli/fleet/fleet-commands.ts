// The commands about fleets.
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import { addExamples } from '../help/examples.ts';
import { addHierarchyCommands } from './hierarchy-commands.ts';
import { addScanCommands } from './scan-commands.ts';
import { addStorageCommands } from './storage-commands.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addFleetCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const fleet = program.command('fleet').description('many images together: what they cost, what they carry');
  addExamples(fleet, [
    { line: 'plimsoll fleet storage docker-daemon:', says: 'what all images of this Docker cost together' },
    { line: 'plimsoll fleet check docker-daemon:', says: 'what they carry that they should not' },
  ]);
  addStorageCommands(fleet, io, setExitCode);
  addScanCommands(fleet, io, setExitCode);
  addHierarchyCommands(fleet, io, setExitCode);
}
