// Which of our rules say what each label of labels.json says.
export const RULES_OF_LABELS = {
  'package-cache': ['apt-lists-kept', 'system-cache-kept'],
  'recommended-packages': ['recommended-packages'],
  'late-cleanup': ['late-removal'],
  'development-packages': ['build-packages-shipped'],
  tools: ['tools-shipped'],
  'recursive-ownership': ['chown-layer'],
  'language-cache': ['language-cache-kept'],
  'context-before-dependencies': ['copy-before-install'],
  secret: ['secret-in-build', 'secret-file-copied'],
  leftover: ['archive-kept', 'add-url-archive', 'git-clone-kept'],
};

/**
 * Rules that say it too, and have more to say: what a later line removes is told there and names the line that wrote it, and an
 * update on a line of its own is told as such.
 */
export const SAID_ELSEWHERE = {
  leftover: ['late-removal'],
  'package-cache': ['lone-index-update', 'late-removal'],
  'late-cleanup': ['add-url-archive'],
};

/** Rules that speak once of a whole image: the first place is told, with the packages of all. */
export const ONCE_A_FILE = ['development-packages'];
