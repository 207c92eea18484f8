import { AMAZON_RULES } from '../../../src/secrets/rules/cloud-amazon.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base32, base64, base64url, hex, lowerDigits, upperDigits } = ALPHABET;

const bedrockKey = `ABSK${Buffer.from(`BedrockAPIKey-${makeText(alphanumeric, 70)}`).toString('base64')}`;
const shortKey = `bedrock-api-key-${Buffer.from(`bedrock.amazonaws.com/?Action=CallWithBearerToken&X=${makeText(alphanumeric, 70)}`).toString('base64')}`;

testRules(AMAZON_RULES, {
  'aws-access-key-id': tokenExamples(`AKIA${makeText(base32, 16)}`),
  'aws-temporary-access-key-id': tokenExamples(`ASIA${makeText(base32, 16)}`),
  'aws-old-access-key-id': tokenExamples(`A3T${makeText(upperDigits, 1)}${makeText(base32, 16, 2)}`),
  'aws-secret-access-key': assignedExamples('AWS_SECRET_ACCESS_KEY', makeText(base64, 40)),
  'aws-secret-beside-id': {
    positives: [
      `AKIA${makeText(base32, 16)},«${makeText(base64, 40)}»\n`,
      `id: AKIA${makeText(base32, 16)}\nsecret: «${makeText(base64, 40)}»`,
    ],
    negatives: [
      `AKIA${makeText(base32, 16)},${makeText(base64, 39)}\n`,
      `AKIA${makeText(base32, 16)} ${makeText(hex, 40)}`,
    ],
  },
  'aws-session-token': tokenExamples(
    `IQoJb3JpZ2lu${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/%', 100)}`,
  ),
  'aws-bedrock-long-term-key': {
    positives: [`key=«${bedrockKey}»\n`, `"«${bedrockKey}»"`],
    negatives: [`x${bedrockKey}`, bedrockKey.slice(0, 40)],
  },
  'aws-bedrock-short-term-key': {
    positives: [`key=«${shortKey}»\n`, `"«${shortKey}»"`],
    negatives: [`x${shortKey}`, shortKey.slice(0, 40)],
  },
  'amazon-mws-token': tokenExamples(
    `amzn.mws.${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'amazon-login-client-secret': tokenExamples(`amzn1.oa2-cs.v1.${makeText(hex, 64)}`),
  'amazon-login-refresh-token': tokenExamples(`Atzr|${makeText(base64url, 100)}`),
  'aws-appsync-key': tokenExamples(`da2-${makeText(lowerDigits, 26)}`),
  'aws-ses-smtp-password': assignedExamples('SMTP_PASSWORD', `B${makeText(base64, 43)}`),
});
