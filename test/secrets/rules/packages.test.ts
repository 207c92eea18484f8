import { appendCrc32Ending } from '../../../src/secrets/checksums/crc32-ending.ts';
import { PACKAGE_RULES } from '../../../src/secrets/rules/packages.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64url, hex, lower, lowerDigits, upperDigits } = ALPHABET;

const npmToken = appendCrc32Ending('npm_', makeText(alphanumeric, 30));

testRules(PACKAGE_RULES, {
  'npm-token': {
    positives: [`//registry.npmjs.org/:_authToken=«${npmToken}»`, `NPM_TOKEN: "«${npmToken}»"`],
    negatives: [`${npmToken}x`, `x${npmToken}`, `npm_${makeText(alphanumeric, 36)}`],
  },
  'npm-legacy-token': assignedExamples(
    'NPM_TOKEN',
    `${makeText(hex, 8)}-${makeText(hex, 4)}-${makeText(hex, 4)}-${makeText(hex, 4)}-${makeText(hex, 12)}`,
  ),
  'pypi-token': tokenExamples(`pypi-AgEIcHlwaS5vcmc${makeText(base64url, 50)}`),
  'test-pypi-token': tokenExamples(`pypi-AgENdGVzdC5weXBpLm9yZw${makeText(base64url, 50)}`),
  'rubygems-api-key': tokenExamples(`rubygems_${makeText(hex, 48)}`),
  'crates-io-token': tokenExamples(`cio${makeText(alphanumeric, 32)}`),
  'nuget-api-key': tokenExamples(`oy2${makeText(lowerDigits, 43)}`),
  'docker-personal-access-token': tokenExamples(`dckr_pat_${makeText(base64url, 27)}`),
  'docker-organization-access-token': tokenExamples(`dckr_oat_${makeText(base64url, 32)}`),
  'artifactory-api-key': tokenExamples(`AKCp${makeText(alphanumeric, 69)}`),
  'artifactory-reference-token': tokenExamples(`cmVmdGtuO${makeText(alphanumeric, 55)}`),
  'jfrog-identity-token': assignedExamples('JFROG_IDENTITY_TOKEN', makeText(alphanumeric, 64)),
  'clojars-token': tokenExamples(`CLOJARS_${makeText(lowerDigits, 60)}`),
  'packagist-token': tokenExamples(`packagist_ort_${makeText(hex, 68)}`),
  'packagist-api-token': assignedExamples('PACKAGIST_API_TOKEN', makeText(base64url, 20)),
  'hex-pm-key': assignedExamples('HEX_API_KEY', makeText(hex, 32)),
  'cloudsmith-api-key': tokenExamples(`csa_${makeText(hex, 30)}${makeText(alphanumeric, 6, 2)}`),
  'cloudsmith-legacy-api-key': assignedExamples('CLOUDSMITH_API_KEY', makeText(hex, 40)),
  'packagecloud-token': assignedExamples('PACKAGECLOUD_TOKEN', makeText(hex, 48)),
  'chocolatey-api-key': assignedExamples(
    'CHOCOLATEY_API_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'anaconda-token': assignedExamples(
    'ANACONDA_API_TOKEN',
    `${makeText(lower, 2)}-${makeText(hex, 8, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 4, 5)}-${makeText(hex, 12, 6)}`,
  ),
  'quay-robot-token': assignedExamples('QUAY_PASSWORD', makeText(upperDigits, 64)),
  'thunderstore-token': tokenExamples(`tss_${makeText(alphanumeric, 30)}`),
  'ionic-token': tokenExamples(`ion_${makeText(alphanumeric, 42)}`),
  'expo-token': assignedExamples('EXPO_TOKEN', makeText(base64url, 40)),
  'gradle-credentials': {
    positives: [
      `credentials {\n  username 'user'\n  password '«${makeText(alphanumeric, 12)}»'\n}`,
      `credentials { username = "u"; password = "«${makeText(alphanumeric, 9)}»" }`,
    ],
    negatives: [
      'credentials {\n  username "$user"\n  password "$password"\n}',
      'credentials { password = findProperty("a") }',
    ],
  },
});
