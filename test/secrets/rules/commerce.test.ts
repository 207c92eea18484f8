import { COMMERCE_RULES } from '../../../src/secrets/rules/commerce.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(COMMERCE_RULES, {
  'flutterwave-public-key': tokenExamples('FLWPUBK-{h32}-X'),
  'duffel-api-token': tokenExamples('duffel_live_{u43}'),
  'easypost-api-key': tokenExamples('EZAK{a54}'),
  'shippo-token': tokenExamples('shippo_live_{h40}'),
  'finicity-secret': assignedExamples('finicity_client_secret', '{m20}'),
  'freshbooks-token': assignedExamples('freshbooks_access_token', '{h64}'),
  'sidekiq-credential': assignedExamples('bundle_gems__contribsys__com', '{h8}:{h8}'),
  'sidekiq-address': patternExamples(
    ['https://«{h8}:{h8}»@gems.contribsys.com/', 'http://«{h8}:{h8}»@enterprise.contribsys.com:80/a'],
    ['https://user:pass@gems.contribsys.com/', 'https://{h8}:{h8}@gems.contribsys.com.example.org'],
  ),
  'freemius-secret-key': patternExamples(
    ["'secret_key' => '«sk_{a29}»',", '"secret_key"=>"«sk_{a29}»"'],
    ["'secret_key' => 'sk_{a12}',", "'public_key' => 'pk_{a29}'"],
  ),
  'taxjar-token': assignedExamples('taxjar_api_key', '{h32}'),
  'wise-api-token': assignedExamples('transferwise_api_token', '{uuid}'),
  'checkout-secret-key': tokenExamples('sk_sbox_{m27}'),
  'etsy-keystring': assignedExamples('etsy_api_key', '{m24}'),
  'ebay-cert-id': assignedExamples('ebay_cert_id', 'PRD-{h12}-{h4}-{h4}-{h4}-{h4}'),
  'rapidapi-key': assignedExamples('x-rapidapi-key', '{a10}msh{a21}jsn{a10}x{a2}'),
  'squarespace-token': assignedExamples('squarespace_api_key', '{uuid}'),
  'maxmind-old-license': assignedExamples('maxmind_license_key', '{a16}'),
  'maxmind-license-key': patternExamples(
    ['«{a6}_{a29}_mmk»', '«{a6}_{a29}_mmk»'],
    ['{a6}_{a20}_mmk', 'x{a6}_{a29}_mmkk'],
  ),
  'nytimes-api-key': assignedExamples('nytimes_api_key', '{a32}'),
  'openweather-api-key': assignedExamples('openweather_api_key', '{h32}'),
  'gumroad-access-token': assignedExamples('gumroad_access_token', '{h64}'),
  'etsy-keystring-and-secret': assignedExamples('etsy_api_key', '{m24}:{m10}'),
});
