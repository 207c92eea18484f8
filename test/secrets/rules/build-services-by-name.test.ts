import { BUILD_SERVICE_BY_NAME_RULES } from '../../../src/secrets/rules/build-services-by-name.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples } from './usual-examples.ts';

const { alphanumeric, base64url, hex, lowerDigits } = ALPHABET;

testRules(BUILD_SERVICE_BY_NAME_RULES, {
  'travis-token': assignedExamples('TRAVIS_TOKEN', makeText(base64url, 22)),
  'circleci-legacy-token': assignedExamples('CIRCLECI_TOKEN', makeText(hex, 40)),
  'buildkite-legacy-agent-token': assignedExamples('BUILDKITE_AGENT_TOKEN', makeText(hex, 40)),
  'jenkins-token': assignedExamples('JENKINS_TOKEN', makeText(hex, 34)),
  'codecov-token': assignedExamples(
    'CODECOV_TOKEN',
    makeText('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 32),
  ),
  'coveralls-token': assignedExamples(
    'COVERALLS_REPO_TOKEN',
    makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-', 33),
  ),
  'code-climate-token': assignedExamples('CC_TEST_REPORTER_ID', makeText(hex, 64)),
  'codacy-token': assignedExamples('CODACY_PROJECT_TOKEN', makeText(hex, 32)),
  'sonar-legacy-token': assignedExamples('SONAR_TOKEN', makeText(hex, 40)),
  'snyk-token': assignedExamples(
    'SNYK_TOKEN',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'drone-token': assignedExamples('DRONE_TOKEN', makeText(alphanumeric, 32)),
  'bitrise-token': assignedExamples('BITRISE_TOKEN', makeText(base64url, 60)),
  'appveyor-token': assignedExamples('APPVEYOR_TOKEN', makeText(lowerDigits, 20)),
  'semaphore-token': assignedExamples('SEMAPHORE_API_TOKEN', makeText(base64url, 20)),
  'scrutinizer-token': assignedExamples('SCRUTINIZER_TOKEN', makeText(hex, 64)),
  'sauce-labs-key': assignedExamples(
    'SAUCE_ACCESS_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'browserstack-key': assignedExamples('BROWSERSTACK_ACCESS_KEY', makeText(alphanumeric, 20)),
  'lambdatest-key': assignedExamples('LT_ACCESS_KEY', makeText(alphanumeric, 50)),
  'launchdarkly-legacy-token': assignedExamples(
    'LAUNCHDARKLY_ACCESS_TOKEN',
    makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_=-', 40),
  ),
  'fossa-key': assignedExamples('FOSSA_API_KEY', makeText(hex, 32)),
  'semgrep-token': assignedExamples('SEMGREP_APP_TOKEN', makeText(hex, 64)),
  'cypress-record-key': assignedExamples(
    'CYPRESS_RECORD_KEY',
    `${makeText(hex, 8)}-${makeText(hex, 4, 2)}-${makeText(hex, 4, 3)}-${makeText(hex, 4, 4)}-${makeText(hex, 12, 5)}`,
  ),
  'percy-token': assignedExamples('PERCY_TOKEN', makeText(hex, 64)),
});
