// `plimsoll lsp --stdio`: Dockerfiles judged while they are written, over the Language Server Protocol 3.17.
import { createConnection } from 'vscode-languageserver/node';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { serveEditor } from '../lsp/serve-editor.ts';

/** As commander hands them over. */
export interface LspFlags {
  readonly config?: string;
}

/** Serves one editor until it says exit, which ends the process. */
export async function runLsp(flags: LspFlags, io: CliIo): Promise<number> {
  const connection = createConnection(process.stdin, process.stdout);
  serveEditor(connection, flags.config, io);
  await new Promise<void>((done) => {
    io.signal.addEventListener('abort', () => done(), { once: true });
    process.stdin.once('close', done);
  });
  return EXIT_CODE.clean;
}
