import { expect, test } from 'vitest';
import { findUnownedTools } from '../../../../src/contents/packages/roles/unowned-tools.ts';
import { nodePath } from '../../../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../../../src/oci/tar/write-tar.ts';
import { readStack } from '../../../checks/judging/judge-stack.ts';
import { debianPackages } from '../../../support/debian-packages.ts';
import { HEADS } from '../../../support/judge-files.ts';
import { file } from '../../../support/layers.ts';

const program = (path: string): TarItem => file(path, HEADS.elfExecutable);

/** For each tool its role, and the paths that are its. */
async function find(...items: readonly TarItem[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const { view, inventory } = await readStack([items]);
  const { tools, toolOf } = findUnownedTools(view, inventory.owners);
  const found: Record<string, string[]> = {};
  for (const [node, tool] of toolOf) {
    const key = `${tools[tool]!.role} ${tools[tool]!.name}`;
    found[key] = [...(found[key] ?? []), nodePath(view, node)];
  }
  for (const paths of Object.values(found)) paths.sort();
  return found;
}

test('an unpacked Go toolchain, all of it', async () => {
  const go = [
    program('usr/local/go/bin/go'),
    file('usr/local/go/src/fmt/print.go'),
    program('usr/local/go/pkg/tool/linux_amd64/compile'),
  ];
  expect(await find(...go, program('usr/local/bin/app'))).toEqual({
    'compiler go': [
      'usr/local/go/bin/go',
      'usr/local/go/pkg/tool/linux_amd64/compile',
      'usr/local/go/src/fmt/print.go',
    ],
  });
});

test('of a Java development kit only what the run time does without', async () => {
  const kit = 'opt/java/openjdk';
  const found = await find(
    program(`${kit}/bin/java`),
    program(`${kit}/bin/javac`),
    program(`${kit}/bin/jcmd`),
    program(`${kit}/bin/jlink`),
    file(`${kit}/lib/modules`, 'm'),
    file(`${kit}/lib/src.zip`, 's'),
    file(`${kit}/jmods/java.base.jmod`, 'j'),
  );
  expect(found).toEqual({
    'compiler javac': [
      `${kit}/bin/javac`,
      `${kit}/bin/jlink`,
      `${kit}/jmods/java.base.jmod`,
      `${kit}/lib/src.zip`,
    ],
  });
});

test('a Rust toolchain, a compiler that was built here, a debugger that was copied', async () => {
  const rust = 'usr/local/rustup/toolchains/stable-x86_64-unknown-linux-gnu';
  const found = await find(
    program(`${rust}/bin/rustc`),
    file(`${rust}/lib/rustlib/x/libstd.rlib`, 'r'),
    program('usr/local/bin/gcc'),
    program('usr/local/libexec/gcc/x86_64-linux-gnu/13/cc1'),
    file('usr/local/lib64/libstdc++.so.6', 'l'),
    program('usr/local/bin/dlv'),
  );
  expect(found).toEqual({
    'compiler rustc': [`${rust}/bin/rustc`, `${rust}/lib/rustlib/x/libstd.rlib`],
    'compiler gcc': ['usr/local/bin/gcc', 'usr/local/libexec/gcc/x86_64-linux-gnu/13/cc1'],
    'debugger dlv': ['usr/local/bin/dlv'],
  });
});

test('the .NET SDK, but not its run time', async () => {
  const runtime = [program('usr/share/dotnet/dotnet'), file('usr/share/dotnet/shared/x.dll', 'x')];
  expect(await find(...runtime)).toEqual({});
  expect(await find(...runtime, file('usr/share/dotnet/sdk/8.0/csc.dll', 'c'))).toEqual({
    'compiler dotnet': ['usr/share/dotnet/sdk/8.0/csc.dll'],
  });
});

test('what only has the name is left alone: scripts, packages, other folders, a program without its kit', async () => {
  const found = await find(
    file('usr/local/bin/gdb', '#!/bin/sh\n'),
    program('srv/app/tools/strace'),
    program('usr/local/bin/go'),
    ...debianPackages({ name: 'strace', files: { 'usr/bin/strace': 100 } }),
  );
  expect(found).toEqual({});
});
