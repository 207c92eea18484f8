import { describe, it } from 'vitest';
import { objectFile } from '../../src/checks/object-file.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('object-file', () => {
  it('finds objects beside their sources', async () => {
    await expectFound(
      objectFile,
      [
        file('usr/src/app/main.o', HEADS.elfObject),
        file('srv/app/src/fast.o', HEADS.elfObject),
        file('opt/lib/asm.o', HEADS.elfObject),
      ],
      ['usr/src/app/main.c', 'srv/app/src/fast.cpp', 'opt/lib/asm.S'],
    );
  });

  it('leaves alone objects of the toolchain', async () => {
    await expectLeft(objectFile, [
      file('usr/lib/x86_64-linux-gnu/crt1.o', HEADS.elfObject),
      file('usr/lib/gcc/x86_64-linux-gnu/12/crtbegin.o', HEADS.elfObject),
      file(
        'usr/local/rustup/toolchains/stable/lib/rustlib/x86_64-unknown-linux-musl/lib/self-contained/crt1.o',
        HEADS.elfObject,
      ),
    ]);
  });

  it('leaves alone eBPF programs and the tools of kernel headers', async () => {
    await expectLeft(objectFile, [
      file('opt/agent/ebpf/trace.o', HEADS.elfObject),
      'opt/agent/ebpf/trace.c',
      file('var/lib/cilium/bpf/bpf_lxc.o', HEADS.elfObject),
      'var/lib/cilium/bpf/bpf_lxc.c',
      file('usr/src/linux-headers-6.1.0-18-amd64/scripts/mod/empty.o', HEADS.elfObject),
      'usr/src/linux-headers-6.1.0-18-amd64/scripts/mod/empty.c',
    ]);
  });

  it('tells objects by their content', async () => {
    await expectLeft(objectFile, ['srv/models/mesh.o', 'srv/models/mesh.c']);
  });
});
