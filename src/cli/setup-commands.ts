// The commands that connect Plimsoll with Docker and with editors.
import type { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import type { DockerPluginFlags } from './commands/docker-plugin.ts';
import type { LspFlags } from './commands/lsp.ts';
import { addExamples } from './help/examples.ts';

/** Adds them to the program; commands hand their exit code to `setExitCode`. */
export function addSetupCommands(program: Command, io: CliIo, setExitCode: (code: number) => void): void {
  const plugin = program
    .command('docker-plugin')
    .description("make 'docker plimsoll' work: write the plugin's file for this user")
    .option('--remove', 'remove it again')
    .action(async (flags: DockerPluginFlags) => {
      const { runDockerPlugin } = await import('./commands/docker-plugin.ts');
      setExitCode(await runDockerPlugin(flags, io));
    });
  addExamples(plugin, [
    { line: 'plimsoll docker-plugin', says: "from now on 'docker plimsoll check app:1' works" },
    { line: 'plimsoll docker-plugin --remove', says: 'take it away again' },
  ]);
  const lsp = program
    .command('lsp')
    .description('serve an editor: findings in Dockerfiles at their lines, fixes as code actions')
    .option('--stdio', 'over stdin and stdout, which is the only way')
    .option('--config <file>', 'settings (default: plimsoll.yaml where there is one)')
    .action(async (flags: LspFlags) => {
      const { runLsp } = await import('./commands/lsp.ts');
      setExitCode(await runLsp(flags, io));
    });
  addExamples(lsp, [
    { line: 'plimsoll lsp --stdio', says: 'what an editor starts; nothing for people to type' },
  ]);
}
