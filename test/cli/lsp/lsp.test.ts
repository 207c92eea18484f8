// A scripted editor talks to the server as editors do: over its stdin and stdout.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import { runHere } from '../../support/run-here.ts';
import { applyAction, Editor } from './editor.ts';

const DOCKERFILE = 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\nADD x /y\n';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lsp-'));
const editor = new Editor(folder);
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  const answer = await editor.start();
  expect(answer).toMatchObject({
    serverInfo: { name: 'plimsoll' },
    capabilities: {
      textDocumentSync: { change: 2 },
      hoverProvider: true,
      codeActionProvider: { resolveProvider: false },
    },
  });
});
afterAll(async () => {
  expect(await editor.stop()).toBe(0);
});

describe('the language server', () => {
  test('tells findings at their lines, again when the text changes, and takes them back when it is closed', async () => {
    const { uri, diagnostics } = await editor.open(at('Dockerfile'), DOCKERFILE);
    const found = diagnostics.find(({ code }) => code === 'apt-lists-kept')!;
    expect(found).toMatchObject({ severity: 2, source: 'plimsoll', range: { start: { line: 1 } } });
    const next = editor.next(uri);
    await editor.change(uri, 2, 'FROM scratch\n');
    expect(await next).toEqual({ version: 2, diagnostics: [] });
    const again = editor.next(uri);
    await editor.change(uri, 3, DOCKERFILE);
    expect((await again).diagnostics).toEqual(diagnostics);
    const closed = editor.next(uri);
    await editor.close(uri);
    expect((await closed).diagnostics).toEqual([]);
    expect(await editor.actions(uri, 1)).toEqual([]);
    expect(await editor.hover(uri, 1)).toBeNull();
  });

  test('judges what stands, and not what was typed on the way', async () => {
    const { uri } = await editor.open(at('typed.dockerfile'), DOCKERFILE);
    const next = editor.next(uri);
    for (let version = 2; version < 30; version++)
      await editor.change(uri, version, DOCKERFILE.repeat(version));
    await editor.change(uri, 30, 'FROM scratch\n');
    expect(await next).toEqual({ version: 30, diagnostics: [] });
    expect(editor.told.get(uri)!.map(({ version }) => version)).toEqual([1, 30]);
  });

  test('makes the change of a fix, and all safe ones together, as --fix does', async () => {
    const { uri } = await editor.open(at('a.dockerfile'), DOCKERFILE);
    const actions = await editor.actions(uri, 1);
    const fix = actions.find(({ title }) => title.startsWith('apt-lists-kept'))!;
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(applyAction(uri, DOCKERFILE, fix)).toContain('curl && rm -rf /var/lib/apt/lists/*');
    const [all, ...more] = await editor.actions(uri, 0, ['source.fixAll']);
    expect(more).toEqual([]);
    expect(all!.kind).toBe('source.fixAll.plimsoll');
    const repaired = applyAction(uri, DOCKERFILE, all!);
    const file = join(mkdtempSync(join(folder, 'fixed-')), 'Dockerfile');
    writeFileSync(file, DOCKERFILE);
    await runHere(['check', file, '--fix', '--quiet']);
    expect(readFileSync(file, 'utf8')).toBe(repaired);
    const { uri: again } = await editor.open(at('b.dockerfile'), repaired);
    expect(await editor.actions(again, 1, ['source.fixAll'])).toEqual([]);
  });

  test('keeps line ends, and counts characters as editors do', async () => {
    const text = `# \u{1f600}\r\n${DOCKERFILE.replaceAll('\n', '\r\n')}`;
    const { uri, diagnostics } = await editor.open(at('c.dockerfile'), text);
    expect(diagnostics.find(({ code }) => code === 'apt-lists-kept')!.range.start.line).toBe(2);
    const [all] = await editor.actions(uri, 0, ['source.fixAll']);
    const repaired = applyAction(uri, text, all!);
    expect(repaired.startsWith('# \u{1f600}\r\nFROM ')).toBe(true);
    expect(repaired.replaceAll('\r\n', '')).not.toContain('\n');
    expect(repaired.replaceAll('\r\n', '')).not.toContain('\r');
  });

  test('shows the page of the rule where one points at a finding', async () => {
    const { uri } = await editor.open(at('e.dockerfile'), DOCKERFILE);
    const hover = (await editor.hover(uri, 1))!;
    const { value } = hover.contents as { value: string };
    expect(hover.contents).toMatchObject({ kind: 'markdown' });
    expect(value).toContain('**apt-lists-kept** (warning): ');
    expect(value).toContain('## How to fix');
    expect(value).not.toContain('# apt-lists-kept');
    expect(await editor.hover(uri, 0)).toBeNull();
  });

  test('offers no fix for all where several builds are concerned, and reads definitions that change again', async () => {
    const own = mkdtempSync(join(folder, 'bake-'));
    writeFileSync(join(own, 'Dockerfile'), DOCKERFILE);
    const bake = join(own, 'docker-bake.hcl');
    writeFileSync(
      bake,
      'target "a" { args = { X = "1" } }\ntarget "b" { args = { X = "2" } }\ngroup "default" { targets = ["a", "b"] }\n',
    );
    const { uri, diagnostics } = await editor.open(join(own, 'Dockerfile'), DOCKERFILE);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(await editor.actions(uri, 1, ['source.fixAll'])).toEqual([]);
    expect((await editor.actions(uri, 1, ['quickfix'])).length).toBeGreaterThan(0);
    writeFileSync(bake, 'target "default" {}\n');
    expect(await editor.actions(uri, 1, ['source.fixAll'])).toHaveLength(1);
  });

  test('tells what no builder would build, and outlives it', async () => {
    const { diagnostics, uri } = await editor.open(at('d.dockerfile'), 'RUN x\n');
    expect(diagnostics).toMatchObject([{ code: 'dockerfile-invalid', severity: 1 }]);
    expect(await editor.actions(uri, 0)).toEqual([]);
  });

  test('says nothing of texts that are no files here', async () => {
    for (const uri of ['untitled:one', 'file://host/share/Dockerfile']) {
      const next = editor.next(uri);
      await editor.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'dockerfile', version: 1, text: DOCKERFILE },
      });
      expect(await editor.actions(uri, 1)).toEqual([]);
      expect(await editor.hover(uri, 1)).toBeNull();
      void next;
    }
  });
});

describe('an editor with several folders', () => {
  const [one, two] = [at('one'), at('two')] as const;
  const many = new Editor(folder);

  beforeAll(async () => {
    for (const each of [one, two]) mkdirSync(each);
    writeFileSync(
      join(one, 'plimsoll.yaml'),
      'ignore:\n  - rule: apt-lists-kept\n    path: app/Dockerfile\n    reason: it is known\n',
    );
    writeFileSync(
      join(two, 'docker-bake.hcl'),
      'target "a" { context = "app" }\ntarget "b" { context = "app" }\n',
    );
    const capabilities = {
      workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: {
        codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
        hover: { contentFormat: ['plaintext'] },
      },
    };
    expect(await many.start(capabilities, [one])).toMatchObject({
      capabilities: { codeActionProvider: { resolveProvider: true } },
    });
  });
  afterAll(async () => {
    expect(await many.stop()).toBe(0);
  });

  const codesOf = (told: { diagnostics: readonly { code?: unknown }[] }) =>
    told.diagnostics.map(({ code }) => code);

  test('has the settings of each for its files, read again when they change', async () => {
    const inOne = await many.open(join(one, 'app', 'Dockerfile'), DOCKERFILE);
    const inTwo = await many.open(join(two, 'app', 'Dockerfile'), DOCKERFILE);
    expect(codesOf(inOne)).not.toContain('apt-lists-kept');
    expect(codesOf(inTwo)).toContain('apt-lists-kept');
    const next = many.next(inOne.uri);
    writeFileSync(join(one, 'plimsoll.yaml'), 'ignore: []\n');
    await many.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(join(one, 'plimsoll.yaml')).href, type: 2 }],
    });
    expect(codesOf(await next)).toContain('apt-lists-kept');
    const wrong = many.next(inOne.uri);
    writeFileSync(join(one, 'plimsoll.yaml'), 'ignore: 7\n');
    await many.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    expect(codesOf(await wrong)).toContain('apt-lists-kept');
    expect(many.messages.join()).toContain('plimsoll.yaml');
    // Opened, the folder's definitions are seen too.
    expect(await many.actions(inTwo.uri, 1, ['source.fixAll'])).toHaveLength(1);
    const opened = many.next(inTwo.uri);
    await many.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: pathToFileURL(two).href, name: 'two' }], removed: [] },
    });
    await opened;
    expect(await many.actions(inTwo.uri, 1, ['source.fixAll'])).toEqual([]);
  });

  test('learns what the build sends, and says what findings about it cost; again when the file is saved', async () => {
    const path = join(one, 'Dockerfile');
    writeFileSync(join(one, 'big.bin'), Buffer.alloc(2_000_000, 7));
    const text = 'FROM debian:bookworm-slim\nCOPY big.bin /app/\nRUN chown -R 1:1 /app\n';
    writeFileSync(path, text);
    const { uri } = await many.open(path, text);
    const costs = async (bytes: string): Promise<void> => {
      for (;;) {
        const last = many.told.get(uri)!.at(-1)!;
        if (last.diagnostics.some(({ message }) => String(message).includes(`(${bytes})`))) return;
        await many.next(uri);
      }
    };
    await costs('2.00 MB');
    writeFileSync(join(one, 'big.bin'), Buffer.alloc(3_000_000, 7));
    await many.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
    await costs('3.00 MB');
    expect((await many.hover(uri, 2))!.contents).toMatchObject({
      value: expect.stringContaining('3.00 MB in the build context as it is.'),
    });
  });

  test('gets the change of all fixes when it is chosen, and none for a text that has changed', async () => {
    const { uri } = await many.open(join(folder, 'f.dockerfile'), DOCKERFILE);
    const [all] = (await many.actions(uri, 0, ['source.fixAll'])) as [CodeAction];
    expect(all.edit).toBeUndefined();
    const resolved: CodeAction = await many.connection.sendRequest('codeAction/resolve', all);
    expect(applyAction(uri, DOCKERFILE, resolved)).toContain('rm -rf /var/lib/apt/lists');
    expect((await many.hover(uri, 1))!.contents).toMatchObject({ kind: 'plaintext' });
    await many.change(uri, 2, `# more\n${DOCKERFILE}`);
    await expect(many.connection.sendRequest('codeAction/resolve', all)).rejects.toThrow('has changed');
  });
});
