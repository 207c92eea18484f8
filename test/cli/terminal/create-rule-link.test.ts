import { describe, expect, test } from 'vitest';
import { createRuleLink } from '../../../src/cli/terminal/create-rule-link.ts';

const TERMINAL = { isTTY: true, write: () => true };
const PIPE = { write: () => true };

describe('the name of a rule is a link', () => {
  test.each([
    ['in WezTerm', TERMINAL, { TERM_PROGRAM: 'WezTerm' }, true],
    ['in kitty', TERMINAL, { TERM: 'xterm-kitty' }, true],
    ['in GNOME', TERMINAL, { TERM: 'xterm-256color', VTE_VERSION: '7006' }, true],
    ['without colours too', TERMINAL, { TERM: 'xterm-kitty', NO_COLOR: '1' }, true],
    ['where the user says so', PIPE, { FORCE_HYPERLINK: '1' }, true],
    ['not in an old VTE', TERMINAL, { VTE_VERSION: '4600' }, false],
    ['not in a terminal that is not known', TERMINAL, { TERM: 'xterm-256color' }, false],
    ['not in tmux', TERMINAL, { TERM: 'tmux-256color', TERM_PROGRAM: 'WezTerm' }, false],
    ['not in a pipe', PIPE, { TERM_PROGRAM: 'WezTerm' }, false],
    ['not in CI', TERMINAL, { TERM_PROGRAM: 'vscode', CI: 'true' }, false],
    ['not where the user says so', TERMINAL, { TERM_PROGRAM: 'WezTerm', FORCE_HYPERLINK: '0' }, false],
  ])('%s', (_, stream, env, isLink) => {
    const text = createRuleLink(stream, env)('apt-cache', 'apt-cache');
    if (isLink)
      expect(text).toMatch(
        /^\x1b]8;;file:\/\/[^/]*\/.*docs\/checks\/apt-cache\.md\x1b\\apt-cache\x1b]8;;\x1b\\$/,
      );
    else expect(text).toBe('apt-cache');
  });

  test('where it has a page', () => {
    const link = createRuleLink(TERMINAL, { FORCE_HYPERLINK: '1' });
    expect(link('secret/x (error)', 'secret/x')).toContain('docs/checks/secret.md');
    expect(link('none', 'there-is-none')).toBe('there-is-none'.replace('there-is-none', 'none'));
    expect(link('hostile', '../../x')).toBe('hostile');
  });
});
