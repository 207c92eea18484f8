// A scripted editor talks to the server as editors do: over its stdin and stdout.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { runHere } from '../../support/run-here.ts';
import { PROGRAM } from '../run-program.ts';

const DOCKERFILE = 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\nADD x /y\n';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lsp-'));

let server: ChildProcess;
let connection: ProtocolConnection;
const told = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();

beforeAll(async () => {
  server = spawn(process.execPath, [PROGRAM, 'lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  connection = createProtocolConnection(
    new StreamMessageReader(server.stdout!),
    new StreamMessageWriter(server.stdin!),
  );
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => told.get(uri)?.(diagnostics),
  );
  connection.listen();
  const answer = await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  expect(answer).toMatchObject({ serverInfo: { name: 'plimsoll' }, capabilities: { textDocumentSync: 2 } });
  await connection.sendNotification('initialized', {});
});

afterAll(async () => {
  const ended = new Promise((done) => server.once('exit', done));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

function nextDiagnostics(uri: string): Promise<readonly Diagnostic[]> {
  return new Promise((done) => told.set(uri, done));
}

async function open(
  name: string,
  text: string,
): Promise<{ uri: string; diagnostics: readonly Diagnostic[] }> {
  const uri = pathToFileURL(join(folder, name)).href;
  const next = nextDiagnostics(uri);
  const textDocument = { uri, languageId: 'dockerfile', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  return { uri, diagnostics: await next };
}

function actionsOf(uri: string, line: number, only?: readonly string[]): Promise<CodeAction[]> {
  const place = { line, character: 3 };
  return connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: place, end: place },
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
}

function apply(uri: string, text: string, { edit }: CodeAction): string {
  return TextDocument.applyEdits(TextDocument.create(uri, 'dockerfile', 1, text), edit!.changes![uri]!);
}

describe('the language server', () => {
  test('tells findings at their lines, and again when the text changes', async () => {
    const { uri, diagnostics } = await open('Dockerfile', DOCKERFILE);
    const found = diagnostics.find(({ code }) => code === 'apt-lists-kept')!;
    expect(found).toMatchObject({ severity: 2, source: 'plimsoll', range: { start: { line: 1 } } });
    const next = nextDiagnostics(uri);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'FROM scratch\n' }],
    });
    expect(await next).toEqual([]);
  });

  test('makes the change of a fix, and all safe ones together, as --fix does', async () => {
    const { uri } = await open('a.dockerfile', DOCKERFILE);
    const actions = await actionsOf(uri, 1);
    const fix = actions.find(({ title }) => title.startsWith('apt-lists-kept'))!;
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(apply(uri, DOCKERFILE, fix)).toContain('curl && rm -rf /var/lib/apt/lists/*');
    const [all, ...more] = await actionsOf(uri, 0, ['source.fixAll']);
    expect(more).toEqual([]);
    expect(all!.kind).toBe('source.fixAll.plimsoll');
    const repaired = apply(uri, DOCKERFILE, all!);
    const file = join(mkdtempSync(join(folder, 'fixed-')), 'Dockerfile');
    writeFileSync(file, DOCKERFILE);
    await runHere(['check', file, '--fix', '--quiet']);
    expect(readFileSync(file, 'utf8')).toBe(repaired);
    const { uri: again } = await open('b.dockerfile', repaired);
    expect(await actionsOf(again, 1, ['source.fixAll'])).toEqual([]);
  });

  test('keeps line ends, and counts characters as editors do', async () => {
    const text = `# \u{1f600}\r\n${DOCKERFILE.replaceAll('\n', '\r\n')}`;
    const { uri, diagnostics } = await open('c.dockerfile', text);
    expect(diagnostics.find(({ code }) => code === 'apt-lists-kept')!.range.start.line).toBe(2);
    const [all] = await actionsOf(uri, 0, ['source.fixAll']);
    const repaired = apply(uri, text, all!);
    expect(repaired.startsWith('# \u{1f600}\r\nFROM ')).toBe(true);
    expect(repaired.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('offers no fix for all where several builds are concerned', async () => {
    const own = mkdtempSync(join(folder, 'bake-'));
    writeFileSync(join(own, 'Dockerfile'), DOCKERFILE);
    writeFileSync(
      join(own, 'docker-bake.hcl'),
      'target "a" { args = { X = "1" } }\ntarget "b" { args = { X = "2" } }\ngroup "default" { targets = ["a", "b"] }\n',
    );
    const { uri, diagnostics } = await open(join(own.slice(folder.length + 1), 'Dockerfile'), DOCKERFILE);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(await actionsOf(uri, 1, ['source.fixAll'])).toEqual([]);
    expect((await actionsOf(uri, 1, ['quickfix'])).length).toBeGreaterThan(0);
  });

  test('tells what no builder would build, and outlives it', async () => {
    const { diagnostics, uri } = await open('d.dockerfile', 'RUN x\n');
    expect(diagnostics).toMatchObject([{ code: 'dockerfile-invalid', severity: 1 }]);
    expect(await actionsOf(uri, 0)).toEqual([]);
  });
});
