// Metadata and packages that dnf, dnf5, yum, microdnf and tdnf cache (dnf.conf(5), cachedir).
import type { FixContext, PathRule } from './rule.ts';

export const dnfCache: PathRule = {
  kind: 'paths',
  id: 'dnf-cache',
  title: 'Metadata and packages cached by dnf or yum',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    'var/cache/dnf/',
    'var/cache/libdnf5/',
    'var/cache/yum/',
    'var/cache/tdnf/',
    'var/cache/PackageKit/',
    'var/tmp/dnf-*/',
    'var/tmp/yum-*/',
    '**/.cache/libdnf5/',
  ],
  what: 'repository metadata and packages cached by dnf or yum',
  fix: fixDnf,
};

function fixDnf({ instruction, folder }: FixContext): string {
  const tool = /\b(microdnf|tdnf|dnf5|dnf|yum)\b/.exec(instruction ?? '')?.[1] ?? 'dnf';
  const cache = /^var\/cache\/(?:dnf|libdnf5|yum|tdnf)(?=$|\/)/.exec(folder)?.[0] ?? 'var/cache/dnf';
  return `End that RUN with \`${tool} clean all\`, or give it \`--mount=type=cache,target=/${cache},sharing=locked\`.`;
}
