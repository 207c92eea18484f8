// `plimsoll lsp --stdio`: Dockerfiles judged while they are written, over the Language Server Protocol 3.17.
import { fileURLToPath } from 'node:url';
import { type CodeAction, createConnection, type Range, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CliIo } from '../cli-io.ts';
import { describeError } from '../describe-error.ts';
import { prepareDockerfiles } from '../dockerfile/prepare-dockerfiles.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { type JudgedDocument, judgeDocument, repairDocument } from '../lsp/judge-document.ts';
import { FIX_ALL_KIND, rangeOf, tellFinding, tellFix, tellRepair } from '../lsp/tell-document.ts';

/** As commander hands them over. */
export interface LspFlags {
  readonly config?: string;
}

const INCREMENTAL = 2;
/** Typing goes on meanwhile; only what stands is judged. */
const PAUSE_MS = 150;

/** Serves one editor until it says exit, which ends the process. */
export async function runLsp(flags: LspFlags, io: CliIo): Promise<number> {
  // The options of `check` that matter here; unsafe fixes are code actions too, and made by hand.
  const imageFlags = { ...flags, format: 'text' as const, color: false, cache: false, quiet: true };
  const prepared = await prepareDockerfiles({ named: [], isDryRun: false, targets: [] }, imageFlags, io);
  const connection = createConnection(process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  const pending = new Map<string, NodeJS.Timeout>();

  const judge = async (document: TextDocument): Promise<JudgedDocument | undefined> => {
    const path = pathOf(document);
    return path === undefined ? undefined : judgeDocument(path, document.getText(), prepared);
  };
  const publish = async (uri: string): Promise<void> => {
    pending.delete(uri);
    const document = documents.get(uri);
    if (document === undefined) return;
    try {
      const judged = await judge(document);
      const diagnostics = (judged?.findings ?? []).map((finding) => tellFinding(finding, document));
      await connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    } catch (error) {
      // One text that breaks a rule must not end the server.
      connection.console.error(describeError(error, false).join('\n'));
    }
  };

  connection.onInitialize(() => ({
    capabilities: {
      textDocumentSync: INCREMENTAL,
      codeActionProvider: { codeActionKinds: ['quickfix', FIX_ALL_KIND] },
    },
    serverInfo: { name: 'plimsoll', version: io.version },
  }));
  documents.onDidChangeContent(({ document: { uri } }) => {
    clearTimeout(pending.get(uri));
    pending.set(
      uri,
      setTimeout(() => void publish(uri), PAUSE_MS),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(pending.get(uri));
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  connection.onCodeAction(async ({ textDocument, range, context }): Promise<CodeAction[]> => {
    const document = documents.get(textDocument.uri);
    const judged = document && (await judge(document));
    if (document === undefined || judged === undefined) return [];
    const wants = (kind: string): boolean =>
      context.only === undefined || context.only.some((only) => `${kind}.`.startsWith(`${only}.`));
    const actions: (CodeAction | undefined)[] = [];
    if (wants('quickfix'))
      for (const finding of judged.findings)
        if (doTouch(rangeOf(finding, document), range)) actions.push(tellFix(finding, document));
    if (wants(FIX_ALL_KIND) && judged.isOneBuild && judged.findings.some(({ edit }) => edit !== null)) {
      const repaired = await repairDocument(pathOf(document)!, document.getText(), prepared);
      actions.push(tellRepair(repaired, document));
    }
    return actions.filter((action) => action !== undefined);
  });
  documents.listen(connection);
  connection.listen();
  await new Promise<void>((done) => {
    io.signal.addEventListener('abort', () => done(), { once: true });
    process.stdin.once('close', done);
  });
  return EXIT_CODE.clean;
}

/** A text that is no file yet has no place whose settings would hold. */
function pathOf({ uri }: TextDocument): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}

/** Whether they have a line in common: a cursor anywhere in it asks for what is there. */
function doTouch(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
