import { EMAIL_RULES } from '../../../src/secrets/rules/email.ts';
import { testRules } from './expect-rules.ts';
import { assignedExamples, patternExamples, tokenExamples } from './make-examples.ts';

testRules(EMAIL_RULES, {
  'sendgrid-api-key': tokenExamples('SG.{u22}.{u43}'),
  'mailgun-api-key': assignedExamples('mailgun_api_key', 'key-{h32}'),
  'mailgun-api-key-alone': tokenExamples('key-{h32}'),
  'mailgun-signing-key': assignedExamples('mailgun_signing_key', '{h32}-{h8}-{h8}'),
  'mailchimp-api-key': patternExamples(['«{h32}-us13»', '«{h32}-us6»'], ['{h30}-us13', '{h32}-us136']),
  'mandrill-api-key': assignedExamples('mandrill_api_key', '{u22}'),
  'brevo-api-key': tokenExamples('xkeysib-{h64}-{a16}'),
  'brevo-smtp-key': tokenExamples('xsmtpsib-{h64}-{a16}'),
  'postmark-token': assignedExamples('postmark_api_token', '{uuid}'),
  'mailjet-secret-key': assignedExamples('mailjet_secret_key', '{h32}'),
  'sparkpost-api-key': assignedExamples('sparkpost_api_key', '{h40}'),
  'mailersend-token': tokenExamples('mlsn.{h64}'),
  'resend-api-key': assignedExamples('resend_api_key', 're_{a8}_{a24}'),
  'mailerlite-token': assignedExamples('mailerlite_api_key', '{h32}'),
  'smtp2go-api-key': assignedExamples('smtp2go_api_key', 'api-{H32}'),
  'customerio-api-key': assignedExamples('customerio_api_key', '{h32}'),
  'klaviyo-private-key': tokenExamples('pk_{h34}'),
  'beehiiv-api-key': tokenExamples('bh_api_{a64}'),
  'convertkit-secret': assignedExamples('convertkit_api_secret', '{u43}'),
  'mailtrap-token': assignedExamples('mailtrap_api_token', '{h32}'),
  'mailmodo-key': assignedExamples('mailmodo_api_key', '{M7}-{M7}-{M7}-{M7}'),
});
