// Version control: a build rarely reads it, and where it does, its commands say so.
import type { RepairRule } from './repair-rule.ts';

/** `.git` is a file in work trees and submodules. */
const READS_GIT =
  /\bgit\s+(?:-\S+\s+(?:\S+\s+)?)*(?:describe|rev-parse|rev-list|log|show|status|tag|submodule|archive|ls-files|diff)\b|\bgitversion\b|\bgoreleaser\b|\bsemantic-release\b|\bsetuptools[_-]scm\b|\bversioneer\b/i;

export const VERSION_CONTROL: readonly RepairRule[] = [
  {
    kind: 'version-control',
    names: ['.git'],
    type: 'folder',
    readBy: { does: READS_GIT },
    spreads: false,
  },
  { kind: 'version-control', names: ['.git'], type: 'file', readBy: { does: READS_GIT }, spreads: false },
  {
    kind: 'version-control',
    names: ['.hg', '.svn', '.bzr', '.jj', '_darcs'],
    type: 'folder',
    readBy: { does: /\b(?:hg|svn|bzr|jj|darcs)\s+[a-z]/ },
    spreads: false,
  },
  { kind: 'version-control', names: ['CVS'], type: 'folder', holds: 'Entries', spreads: true },
];
