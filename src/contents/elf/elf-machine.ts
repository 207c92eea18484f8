// e_machine by the names that `uname -m` and GNU's triplets have.

const NAMES: Readonly<Record<number, string>> = {
  2: 'sparc',
  3: 'i386',
  4: 'm68k',
  8: 'mips',
  15: 'hppa',
  20: 'ppc',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  42: 'sh',
  43: 'sparc64',
  50: 'ia64',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv',
  247: 'bpf',
  258: 'loongarch',
};

/** The name of an e_machine, `em-NUMBER` where it has none here. */
export function nameMachine(machine: number): string {
  return NAMES[machine] ?? `em-${machine}`;
}
