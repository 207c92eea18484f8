import { DATABASES_RULES } from '../../../src/secrets/rules/databases.ts';
import { testRules } from './expect-rules.ts';
import { tokenExamples } from './make-examples.ts';

testRules(DATABASES_RULES, {
  'xata-api-key': tokenExamples('xau_{a40}'),
});
