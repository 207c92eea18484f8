// The base image of projects that run something: one small program that ends well.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASE } from './context-project.ts';

const ADDRESS = 0x400000;
const HEADERS_BYTES = 64 + 56;
/** mov eax, 60 (exit); xor edi, edi; syscall */
const CODE = Buffer.from([0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05]);

/** Whether the program runs on this machine. */
export const HAS_BASE = process.arch === 'x64' && process.platform === 'linux';

/** A folder with `/bin/true` in it. */
export function makeBaseFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-base-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'true'), makeProgram(), { mode: 0o755 });
  return folder;
}

/** Gives the image to the engine of a docker client. */
export function importBase(client: string, folder: string): void {
  const tar = execFileSync('tar', ['-C', folder, '-c', '.']);
  execFileSync(client, ['import', '-', BASE], { input: tar, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** An ELF file of one segment. */
function makeProgram(): Buffer {
  const bytes = Buffer.alloc(HEADERS_BYTES + CODE.length);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(ADDRESS + HEADERS_BYTES), 24);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(5, 68);
  bytes.writeBigUInt64LE(BigInt(ADDRESS), 80);
  bytes.writeBigUInt64LE(BigInt(ADDRESS), 88);
  bytes.writeBigUInt64LE(BigInt(bytes.length), 96);
  bytes.writeBigUInt64LE(BigInt(bytes.length), 104);
  bytes.writeBigUInt64LE(4096n, 112);
  bytes.set(CODE, HEADERS_BYTES);
  return bytes;
}
