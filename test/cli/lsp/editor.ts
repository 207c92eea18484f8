// A scripted editor: starts the server and talks to it as editors do, over its stdin and stdout.
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { PROGRAM } from '../run-program.ts';

/** What the server said of a version of a text. */
export interface Told {
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** One editor and its server. */
export class Editor {
  readonly #server: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly #waiting = new Map<string, (told: Told) => void>();
  /** All that was told, in its order, by the text's address. */
  readonly told = new Map<string, Told[]>();
  readonly messages: string[] = [];

  constructor(cwd: string) {
    this.#server = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], {
      cwd,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.#server.stdout!),
      new StreamMessageWriter(this.#server.stdin!),
    );
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, version, diagnostics }: Told & { uri: string }) => {
        this.told.set(uri, [...(this.told.get(uri) ?? []), { version, diagnostics }]);
        this.#waiting.get(uri)?.({ version, diagnostics });
      },
    );
    this.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  /** The first words of both. */
  async start(capabilities: object = {}, folders: readonly string[] = []): Promise<unknown> {
    const workspaceFolders = folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder }));
    const answer = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
      workspaceFolders: folders.length === 0 ? null : workspaceFolders,
    });
    await this.connection.sendNotification('initialized', {});
    return answer;
  }

  /** The last words; resolves to the exit code. */
  async stop(): Promise<unknown> {
    const ended = new Promise((done) => this.#server.once('exit', done));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return ended;
  }

  /** What is told of a text next. */
  next(uri: string): Promise<Told> {
    return new Promise((done) => this.#waiting.set(uri, done));
  }

  /** Opens a file with this text. */
  async open(path: string, text: string): Promise<{ uri: string; diagnostics: readonly Diagnostic[] }> {
    const uri = pathToFileURL(path).href;
    const next = this.next(uri);
    const textDocument = { uri, languageId: 'dockerfile', version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    return { uri, diagnostics: (await next).diagnostics };
  }

  /** Types: the whole text is another one. */
  change(uri: string, version: number, text: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** What could be done at a line. */
  actions(uri: string, line: number, only?: readonly string[]): Promise<CodeAction[]> {
    const place = { line, character: 3 };
    return this.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: place, end: place },
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
  }

  hover(uri: string, line: number): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line, character: 3 },
    });
  }
}

/** The text after an action's change. */
export function applyAction(uri: string, text: string, { edit }: CodeAction): string {
  return TextDocument.applyEdits(TextDocument.create(uri, 'dockerfile', 1, text), edit!.changes![uri]!);
}
