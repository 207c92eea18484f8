import { EDITED_TOKENS_RULES } from '../../../src/secrets/rules/edited-tokens.ts';
import { testRules } from './expect-rules.ts';
import { tokenExamples } from './make-examples.ts';

testRules(EDITED_TOKENS_RULES, {
  'github-token-without-checksum': tokenExamples('ghp_{a36}'),
  'npm-token-without-checksum': tokenExamples('npm_{a36}'),
});
