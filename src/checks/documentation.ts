// Manuals and other documentation in the places that the FHS gives them. Licences and copyright notices are left out: they
// must go with what they are about.
import { calls } from './fixes/copied.ts';
import type { FixContext, PathRule } from './rule.ts';

const LICENCE = /^(?:copyright|copying|licen[cs]es?|notices?|authors?|credits|patents|eula)\b/i;

/** Folders of `/usr/share` that dpkg may leave out without harm. */
const DPKG_PLACES = ['doc', 'man', 'info', 'help', 'gtk-doc', 'doc-base', 'lintian'];

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
  if (!calls(context, /\bapt(?:-get)?\b|\bdpkg\b/))
    return 'Choose a slim base image, or delete the documentation in the RUN that installs it; keep the copyright files.';
  const files = [`${context.folder}/`, ...context.paths];
  const found = DPKG_PLACES.filter((place) => files.some((path) => path.startsWith(`usr/share/${place}/`)));
  const excluded = (found.length > 0 ? found : ['doc', 'man']).flatMap((place) => [
    `\`path-exclude=/usr/share/${place}/*\``,
    ...(place === 'doc' ? ['`path-include=/usr/share/doc/*/copyright`'] : []),
  ]);
  return `Write ${excluded.join(', ')} to /etc/dpkg/dpkg.cfg.d/nodoc, a line each, before the RUN that installs.`;
}
