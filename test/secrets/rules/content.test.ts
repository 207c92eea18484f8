import { CONTENT_RULES } from '../../../src/secrets/rules/content.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(CONTENT_RULES, {
  'contentful-management-token': tokenExamples('CFPAT-{u43}'),
  'contentful-delivery-token': assignedExamples('contentful_access_token', '{u43}'),
  'mapbox-secret-token': patternExamples(
    ['«sk.eyJ{u80}.{u22}»', '«tk.eyJ{u80}.{u22}»'],
    ['pk.eyJ{u80}.{u22}', 'sk.eyJ{u80}.{u10}'],
  ),
  'mapbox-token': assignedExamples('mapbox_token', 'pk.eyJ{u80}.{u22}'),
  'yandex-api-key': assignedExamples('yandex_api_key', 'AQVN{u36}'),
  'yandex-iam-token': assignedExamples('yandex_iam_token', 't1.{u160}.{a86}'),
  'yandex-static-key': assignedExamples('yandex_secret_key', 'YC{u38}'),
  'yandex-oauth-token': patternExamples(['«y0_A{u54}»', '«y0_A{u55}»'], ['y0_A{u20}', 'xy0_A{u54}']),
  'adobe-client-secret': tokenExamples('p8e-{u32}'),
  'adobe-client-id': assignedExamples('adobe_api_key', '{h32}'),
  'deepl-api-key': assignedExamples('deepl_auth_key', '{uuid}:fx'),
  'readme-api-key': tokenExamples('rdme_{m70}'),
  'gitbook-token': tokenExamples('gb_api_{a40}'),
  'ghost-admin-key': assignedExamples('ghost_admin_api_key', '{h24}:{h64}'),
  'sanity-token': assignedExamples('sanity_api_token', 'sk{a160}'),
  'storyblok-token': assignedExamples('storyblok_token', '{a22}tt'),
  'webflow-token': assignedExamples('webflow_api_token', '{h64}'),
  'crowdin-token': assignedExamples('crowdin_personal_token', '{h80}'),
  'lokalise-token': assignedExamples('lokalise_api_token', '{h40}'),
  'transifex-token': patternExamples(
    ['transifex_token = «1/{h40}»', 'TRANSIFEX=«1/{h40}»'],
    ['transifex = 1/{h20}', 'transifex = a1/{h40}'],
  ),
  'transifex-settings-token': patternExamples(
    ['[https://app.transifex.com]\ntoken = «1/{h40}»\n', 'TX_TOKEN=«1/{h40}»'],
    ['token = 1/{h20}', 'token = a1/{h40}'],
  ),
  'here-api-key': assignedExamples('here_api_key', '{u43}'),
  'tomtom-api-key': assignedExamples('tomtom_api_key', '{a32}'),
  'cloudinary-secret': assignedExamples('cloudinary_api_secret', '{u27}'),
  'imagekit-private-key': assignedExamples('imagekit_private_key', 'private_{a28}'),
});
