// Whether a path says that a file is an example, a template or a test's input.

const ENDING =
  /(?:\.|-|_)(?:example|examples|sample|samples|dist|template|templates|tmpl|tpl|default|defaults|test|tests|testing|skel|in|j2|erb|mustache|md|rst|txt|orig-example)(?:\.[a-z0-9]{1,8})?$/;
const BEGINNING = /^(?:example|sample|template|test|tests|demo|fake|dummy|mock)(?:\.|-|_)/;
const FOLDER =
  /(?:^|\/)(?:examples?|samples?|templates?|tests?|testdata|test-data|test_data|testing|fixtures?|__tests__|spec|specs|docs?|documentation|demos?|mocks?|__mocks__|skeletons?)\//;

/** Whether values in the file at `path` are judged as a sample's. */
export function isSamplePath(path: string): boolean {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  return ENDING.test(name) || BEGINNING.test(name) || FOLDER.test(lower);
}
