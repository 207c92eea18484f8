import { DATABASES_RULES } from '../../../src/secrets/rules/databases.ts';
import { testRules } from './expect-rules.ts';
import { tokenExamples } from './make-examples.ts';

testRules(DATABASES_RULES, {
  'planetscale-service-token': tokenExamples('pscale_tkn_{u43}'),
  'planetscale-oauth-token': tokenExamples('pscale_oauth_{u43}'),
  'planetscale-password': tokenExamples('pscale_pw_{u43}'),
  'neon-api-key': tokenExamples('napi_{m64}'),
  'mongodb-atlas-secret': tokenExamples('mdb_sa_sk_{u40}'),
  'xata-api-key': tokenExamples('xau_{a40}'),
});
