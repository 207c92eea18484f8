// Manuals and other documentation in the places that the FHS gives them. Licences and copyright notices are left out: they
// must go with what they are about.
import { calls } from './fixes/copied.ts';
import type { FixContext, PathRule } from './rule.ts';

const LICENCE = /^(?:copyright|copying|licen[cs]es?|notices?|authors?|credits|patents|eula)\b/i;

export const documentation: PathRule = {
  kind: 'paths',
  id: 'documentation',
  title: 'Manuals and documentation',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: [
    'usr/share/doc/',
    'usr/share/man/',
    'usr/share/info/',
    'usr/share/help/',
    'usr/share/gtk-doc/',
    'usr/share/doc-base/',
    'usr/share/lintian/',
    'usr/share/ri/',
    'usr/local/share/doc/',
    'usr/local/share/man/',
    'usr/local/share/info/',
    'usr/local/man/',
    'opt/*/share/doc/',
    'opt/*/share/man/',
    'var/cache/man/',
    '**/node_modules/npm/docs/',
    '**/node_modules/npm/man/',
  ],
  isExcused: ({ name }) => LICENCE.test(name),
  what: 'manuals and documentation',
  fix: fixDocumentation,
};

function fixDocumentation(context: FixContext): string {
  const tool = /\b(microdnf|dnf|yum)\b/.exec(context.instruction ?? '')?.[1];
  if (tool !== undefined)
    return `Use \`${tool} install ${tool === 'microdnf' ? '--nodocs' : '--setopt=tsflags=nodocs'}\`.`;
  return calls(context, /\bapt(?:-get)?\b|\bdpkg\b/)
    ? 'Write `path-exclude=/usr/share/doc/*`, `path-include=/usr/share/doc/*/copyright` and `path-exclude=/usr/share/man/*` to /etc/dpkg/dpkg.cfg.d/nodoc before the RUN that installs.'
    : 'Choose a slim base image, or delete the documentation in the RUN that installs it; keep the copyright files.';
}
