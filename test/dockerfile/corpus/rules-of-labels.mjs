// Which of our rules say what each label of labels.json says.
export const RULES_OF_LABELS = {
  'package-cache': [],
  'recommended-packages': [],
  'late-cleanup': [],
  'development-packages': [],
  tools: [],
  'recursive-ownership': [],
  'language-cache': [],
  'context-before-dependencies': [],
  secret: [],
  leftover: [],
};
