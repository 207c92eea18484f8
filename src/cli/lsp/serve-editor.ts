// What an editor asks of the server, and what it is told: diagnostics, code actions, hovers.
import { fileURLToPath } from 'node:url';
import {
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  MessageType,
  type Range,
  ResponseError,
  ShowMessageNotification,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CliIo } from '../cli-io.ts';
import { describeError } from '../describe-error.ts';
import { readRulePage } from '../formats/read-rule-texts.ts';
import { ContextPrices } from './context-prices.ts';
import { DEFINITION_FILES, DefinedBuilds } from './defined-builds.ts';
import { type JudgedDocument, JudgedDocuments } from './judged-documents.ts';
import { FIX_ALL_KIND, REPAIR_ACTION, rangeOf, tellFinding, tellFix, tellRepair } from './tell-document.ts';
import { tellHover } from './tell-hover.ts';
import { SETTINGS_FILE, Workspaces } from './workspaces.ts';

const INCREMENTAL = 2;
/** Typing goes on meanwhile; only what stands is judged. */
const PAUSE_MS = 150;

/** Listens on the connection until it is closed. */
export function serveEditor(connection: Connection, config: string | undefined, io: CliIo): void {
  const documents = new TextDocuments(TextDocument);
  const workspaces = new Workspaces(config, io, (message) => {
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  });
  const judged = new JudgedDocuments(workspaces, new DefinedBuilds(), new ContextPrices());
  const pending = new Map<string, NodeJS.Timeout>();
  let client: ClientCapabilities = {};

  const judge = async (
    document: TextDocument,
    token?: CancellationToken,
  ): Promise<JudgedDocument | undefined> => {
    const path = pathOf(document.uri);
    if (path === undefined) return undefined;
    const { uri, version } = document;
    const isAsked = (): boolean =>
      token?.isCancellationRequested !== true && documents.get(uri)?.version === version;
    return judged.judge({ path, version, text: document.getText() }, isAsked);
  };
  /** For answers: one that is about an older text must not be given. */
  const judgeAsked = async (uri: string, token: CancellationToken): Promise<JudgedDocument | undefined> => {
    const document = documents.get(uri);
    if (document === undefined || pathOf(uri) === undefined) return undefined;
    const answer = await judge(document, token);
    if (answer === undefined) throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed');
    return answer;
  };
  const publish = async (uri: string): Promise<void> => {
    pending.delete(uri);
    const document = documents.get(uri);
    if (document === undefined) return;
    const { version } = document;
    try {
      const answer = await judge(document);
      // It may have been closed, or changed, meanwhile.
      if (answer === undefined || documents.get(uri)?.version !== version) return;
      const diagnostics = answer.findings.map((finding) => tellFinding(finding, document));
      await connection.sendDiagnostics({ uri, version, diagnostics });
    } catch (error) {
      // One text that breaks a rule must not end the server.
      connection.console.error(describeError(error, false).join('\n'));
    }
  };
  const schedule = (uri: string): void => {
    clearTimeout(pending.get(uri));
    pending.set(
      uri,
      setTimeout(() => void publish(uri), PAUSE_MS),
    );
  };

  connection.onInitialize(({ capabilities, workspaceFolders, rootUri }: InitializeParams) => {
    client = capabilities;
    const open = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
    workspaces.change(toPaths(open), []);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: INCREMENTAL, save: true },
        hoverProvider: true,
        codeActionProvider: {
          codeActionKinds: ['quickfix', FIX_ALL_KIND],
          resolveProvider: canResolveEdits(capabilities),
        },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: 'plimsoll', version: io.version },
    };
  });
  connection.onInitialized(() => {
    if (client.workspace?.workspaceFolders === true)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        workspaces.change(toPaths(added.map(({ uri }) => uri)), toPaths(removed.map(({ uri }) => uri)));
        for (const { uri } of documents.all()) schedule(uri);
      });
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [SETTINGS_FILE, ...DEFINITION_FILES].map((name) => ({ globPattern: `**/${name}` })),
      });
  });
  // What a text is judged by has changed; each looks for itself whether that is so.
  connection.onDidChangeWatchedFiles(() => {
    for (const { uri } of documents.all()) schedule(uri);
  });
  const measure = async ({ document }: { document: TextDocument }): Promise<void> => {
    const path = pathOf(document.uri);
    if (path !== undefined && (await judged.measure(path))) schedule(document.uri);
  };
  documents.onDidOpen((event) => void measure(event));
  documents.onDidSave((event) => void measure(event));
  documents.onDidChangeContent(({ document: { uri } }) => schedule(uri));
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(pending.get(uri));
    pending.delete(uri);
    const path = pathOf(uri);
    if (path !== undefined) judged.forget(path);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  connection.onHover(async ({ textDocument: { uri }, position }, token) => {
    const answer = await judgeAsked(uri, token);
    const document = documents.get(uri);
    if (answer === undefined || document === undefined) return null;
    const here = answer.findings.filter((finding) =>
      doTouch(rangeOf(finding, document), { start: position, end: position }),
    );
    const pages = new Map<string, string>();
    for (const { rule } of here) {
      const page = await readRulePage(rule.startsWith('secret/') ? 'secret' : rule);
      if (page !== null) pages.set(rule, page);
    }
    const format = client.textDocument?.hover?.contentFormat?.[0] ?? 'markdown';
    return tellHover(here, pages, document, format) ?? null;
  });
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token): Promise<CodeAction[]> => {
    const answer = await judgeAsked(uri, token);
    const document = documents.get(uri);
    if (answer === undefined || document === undefined) return [];
    const wants = (kind: string): boolean =>
      context.only === undefined || context.only.some((only) => `${kind}.`.startsWith(`${only}.`));
    const actions: (CodeAction | undefined)[] = [];
    if (wants('quickfix'))
      for (const finding of answer.findings)
        if (doTouch(rangeOf(finding, document), range)) actions.push(tellFix(finding, document));
    const hasFixes = answer.isOneBuild && answer.findings.some(({ edit }) => edit !== null);
    if (wants(FIX_ALL_KIND) && hasFixes) {
      // Repairing is much more work than judging: it waits until the action is chosen, where the editor can wait.
      const { version } = document;
      if (canResolveEdits(client)) actions.push({ ...REPAIR_ACTION, data: { uri, version } });
      else actions.push(tellRepair(document, answer.repair()));
    }
    return actions.filter((action) => action !== undefined);
  });
  connection.onCodeActionResolve(async (action, token) => {
    const { uri, version } = (action.data ?? {}) as { uri?: string; version?: number };
    const document = uri === undefined ? undefined : documents.get(uri);
    if (document === undefined) return action;
    const answer = await judgeAsked(document.uri, token);
    if (document.version !== version || answer === undefined)
      throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed');
    return { ...action, ...tellRepair(document, answer.repair()) };
  });
  documents.listen(connection);
  connection.listen();
}

function canResolveEdits({ textDocument }: ClientCapabilities): boolean {
  const { dataSupport, resolveSupport } = textDocument?.codeAction ?? {};
  return dataSupport === true && resolveSupport?.properties.includes('edit') === true;
}

/** A text that is no file yet has no place whose settings would hold. */
function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    // `file://host/x` is of no file here.
    return undefined;
  }
}

function toPaths(uris: readonly string[]): readonly string[] {
  return uris.flatMap((uri) => pathOf(uri) ?? []);
}

/** Whether they have a line in common: a cursor anywhere in it asks for what is there. */
function doTouch(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
