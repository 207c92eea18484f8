// What Dockerfiles fetch while they are built: an archive and a package, from a server of this machine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILES } from './fix-case.ts';

const DATA_BYTES = 8_000_000;

/** Serves them until the server is closed. */
export async function serveFiles(): Promise<Server> {
  const files = makeFiles();
  const server = createServer(({ url = '/' }, response) => {
    const bytes = files.get(url);
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  const { port, hostname } = new URL(FILES);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), hostname, resolve);
  });
  return server;
}

function makeFiles(): ReadonlyMap<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-served-'));
  const [archived, packaged] = [join(folder, 'archived'), join(folder, 'packaged')];
  for (const [root, programs] of [
    [archived, 'bin'],
    [packaged, 'usr/bin'],
  ] as const) {
    mkdirSync(join(root, programs), { recursive: true });
    writeFileSync(join(root, programs, 'tool'), '#!/bin/sh\necho tool 1.2\n', { mode: 0o755 });
    writeFileSync(join(root, programs, 'tool.data'), makeData());
  }
  mkdirSync(join(packaged, 'DEBIAN'));
  writeFileSync(
    join(packaged, 'DEBIAN', 'control'),
    'Package: tool\nVersion: 1.2\nArchitecture: all\nMaintainer: a <a@example.com>\nDescription: a tool\n',
  );
  const [tar, deb] = [join(folder, 'tool.tar.gz'), join(folder, 'tool.deb')];
  const owner = ['--owner=0', '--group=0', '--mtime=@1000000000'];
  execFileSync('tar', [...owner, '-czf', tar, '-C', archived, '.']);
  execFileSync('dpkg-deb', ['--root-owner-group', '--build', packaged, deb], {
    env: { ...process.env, SOURCE_DATE_EPOCH: '1000000000' },
    stdio: 'ignore',
  });
  const files = new Map([
    ['/tool-1.2.tar.gz', readFileSync(tar)],
    ['/tool_1.2_all.deb', readFileSync(deb)],
  ]);
  rmSync(folder, { recursive: true });
  return files;
}

/** What no compression makes smaller, and the same each time. */
function makeData(): Buffer {
  const pieces: Buffer[] = [];
  for (let i = 0; i * 64 < DATA_BYTES; i++) pieces.push(createHash('sha512').update(String(i)).digest());
  return Buffer.concat(pieces);
}
