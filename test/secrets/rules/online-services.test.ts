import { ONLINE_SERVICES_RULES } from '../../../src/secrets/rules/online-services.ts';
import { testRules } from './expect-rules.ts';
import { patternExamples, tokenExamples } from './make-examples.ts';

testRules(ONLINE_SERVICES_RULES, {
  'apify-token': tokenExamples('apify_api_{a36}'),
  'canva-client-secret': tokenExamples('cnvca{u51}'),
  'polar-token': tokenExamples('polar_oat_{u43}'),
  'persona-api-key': patternExamples(
    ['PERSONA_API_KEY=«persona_production_{h8}-{h4}-{h12}»', '{"key": "«persona_production_{m24}»"}'],
    ['PERSONA_API_KEY=persona_sandbox_{m24}', 'PERSONA_API_KEY=persona_production_{m10}'],
  ),
  'lichess-token': tokenExamples('lip_{a20}'),
  'pinterest-token': tokenExamples('pina_{u60}'),
  'ramp-client-secret': tokenExamples('ramp_sec_{a48}'),
  'onfido-live-token': tokenExamples('api_live_us.{u32}'),
});
