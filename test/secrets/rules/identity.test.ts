import { IDENTITY_RULES } from '../../../src/secrets/rules/identity.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(IDENTITY_RULES, {
  'okta-api-token': patternExamples(
    ['Authorization: SSWS «00{u40}»', 'OKTA_API_TOKEN="«00{u40}»"'],
    ['okta_token=00{u30}', 'token=00{u40}'],
  ),
  'okta-client-secret': assignedExamples('okta_client_secret', '{u40}'),
  'auth0-client-secret': assignedExamples('AUTH0_CLIENT_SECRET', '{u64}'),
  'onelogin-client-secret': assignedExamples('onelogin_client_secret', '{h64}'),
  'clerk-secret-key': assignedExamples('CLERK_SECRET_KEY', 'sk_live_{a42}'),
  'supabase-access-token': tokenExamples('sbp_{h40}'),
  'supabase-secret-key': tokenExamples('sb_secret_{u22}_{a8}'),
  'stytch-secret': tokenExamples('secret-live-{u36}'),
  'workos-api-key': assignedExamples('WORKOS_API_KEY', 'sk_{a60}'),
  'ory-access-token': tokenExamples('ory_pat_{a32}'),
  'duo-secret-key': assignedExamples('duo_secret_key', '{a40}'),
  'jumpcloud-api-key': assignedExamples('jumpcloud_api_key', '{h40}'),
  'recaptcha-secret': assignedExamples('RECAPTCHA_SECRET_KEY', '6L{u38}'),
  'hcaptcha-secret': assignedExamples('HCAPTCHA_SECRET', 'ES_{h32}'),
  'authress-access-key': patternExamples(
    ['«authress_{m10}.{m4}.acc-{m12}.{u50}»', '«sc_{m10}.{m4}.acc_{m12}.{u50}»'],
    ['authress_{m10}.{m4}.acc-{m12}', 'desc_{m10}.acc_{m12}.{u50}'],
  ),
  'keycloak-client-secret': assignedExamples('KEYCLOAK_CLIENT_SECRET', '{a32}'),
  'nextauth-secret': assignedExamples('NEXTAUTH_SECRET', '{B43}='),
  'loginradius-secret': assignedExamples('loginradius_api_secret', '{uuid}'),
});
