// Hyperlinks of a terminal (OSC 8): from a rule's name to its page in the package. Terminals that know them not show nothing of
// them, or show rubbish; so only those that are known to know them get them.
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { CliIo, OutputStream } from '../cli-io.ts';
import { PACKAGE_ROOT } from '../package-root.ts';
import { isForced } from './create-palette.ts';

/** Terminals by what they call themselves in TERM_PROGRAM. */
const PROGRAMS: readonly string[] = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio', 'zed'];
/** The same in TERM. */
const TERMS: readonly string[] = [
  'xterm-kitty',
  'xterm-ghostty',
  'alacritty',
  'foot',
  'foot-extra',
  'wezterm',
];
/** From this version on, VTE (GNOME, XFCE, Tilix) has links that do no harm. */
const LEAST_VTE = 5000;

/** Makes a link of a rule's name, or leaves it where `stream` shows none, or the rule has no page. */
export function createRuleLink(
  stream: OutputStream,
  env: CliIo['env'],
): (label: string, rule: string) => string {
  if (!(isForced(env['FORCE_HYPERLINK']) ?? showsLinks(stream, env))) return (label) => label;
  return (label, rule) => {
    const name = rule.startsWith('secret/') ? 'secret' : rule;
    if (!/^[a-z0-9-]+$/.test(name)) return label;
    const page = new URL(`docs/checks/${name}.md`, PACKAGE_ROOT);
    if (!existsSync(fileURLToPath(page))) return label;
    // With the host's name, so that a link from another machine is not looked for on this one.
    const address = page.href.replace('file://', `file://${hostname()}`);
    return `\x1b]8;;${address}\x1b\\${label}\x1b]8;;\x1b\\`;
  };
}

function showsLinks({ isTTY }: OutputStream, env: CliIo['env']): boolean {
  const term = env['TERM'] ?? '';
  // Multiplexers hand on what they know, and not all know links.
  if (isTTY !== true || term === 'dumb' || /^(?:screen|tmux)/.test(term) || env['CI']) return false;
  if (env['WT_SESSION'] !== undefined || env['KONSOLE_VERSION'] !== undefined) return true;
  if (Number(env['VTE_VERSION'] ?? 0) >= LEAST_VTE) return true;
  return PROGRAMS.includes(env['TERM_PROGRAM'] ?? '') || TERMS.includes(term);
}
