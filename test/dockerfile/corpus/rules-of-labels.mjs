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
