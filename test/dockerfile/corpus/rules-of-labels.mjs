// Which of our rules say what each label of labels.json says.
export const RULES_OF_LABELS = {
  'package-cache': [],
  'recommended-packages': [],
  'late-cleanup': ['late-removal'],
  'development-packages': [],
  tools: [],
  'recursive-ownership': ['chown-layer'],
  'language-cache': [],
  'context-before-dependencies': ['copy-before-install'],
  secret: ['secret-in-build', 'secret-file-copied'],
  leftover: ['archive-kept', 'add-url-archive', 'git-clone-kept'],
};

/** Rules that say it at another place: what a later line removes is told there, and names the line that wrote it. */
export const SAID_ELSEWHERE = { leftover: ['late-removal'] };
