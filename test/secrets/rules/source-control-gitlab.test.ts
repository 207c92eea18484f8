import { GITLAB_RULES } from '../../../src/secrets/rules/source-control-gitlab.ts';
import { testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { base64url, hex, lowerDigits } = ALPHABET;

testRules(GITLAB_RULES, {
  'gitlab-access-token': tokenExamples(`glpat-${makeText(base64url, 20)}`),
  'gitlab-routable-access-token': tokenExamples(
    `glpat-${makeText(base64url, 27)}.${makeText(lowerDigits, 9)}`,
  ),
  'gitlab-runner-token': tokenExamples(`glrt-${makeText(base64url, 20)}`),
  'gitlab-routable-runner-token': tokenExamples(
    `glrt-t1_${makeText(base64url, 27)}.${makeText(lowerDigits, 9)}`,
  ),
  'gitlab-job-token': {
    ...tokenExamples(`glcbt-64_${makeText(base64url, 20)}`),
    negatives: [`xglcbt-64_${makeText(base64url, 20)}`, `glcbt-64_${makeText(base64url, 12)}`],
  },
  'gitlab-deploy-token': tokenExamples(`gldt-${makeText(base64url, 20)}`),
  'gitlab-oauth-application-secret': tokenExamples(`gloas-${makeText(base64url, 64)}`),
  'gitlab-trigger-token': tokenExamples(`glptt-${makeText(hex, 40)}`),
  'gitlab-feed-token': tokenExamples(`glft-${makeText(base64url, 20)}`),
  'gitlab-incoming-mail-token': tokenExamples(`glimt-${makeText(base64url, 25)}`),
  'gitlab-agent-token': tokenExamples(`glagent-${makeText(base64url, 50)}`),
  'gitlab-scim-token': tokenExamples(`glsoat-${makeText(base64url, 20)}`),
  'gitlab-feature-flags-token': tokenExamples(`glffct-${makeText(base64url, 20)}`),
  'gitlab-workspace-token': tokenExamples(`glwt-${makeText(base64url, 20)}`),
  'gitlab-runner-registration-token': tokenExamples(`GR1348941${makeText(base64url, 20)}`),
  'gitlab-session-cookie': {
    positives: [
      `Cookie: «_gitlab_session=${makeText(hex, 32)}»; a=b`,
      `"«_gitlab_session=${makeText(lowerDigits, 32)}»"`,
    ],
    negatives: [
      `_gitlab_session=${makeText(hex, 31)}`,
      '_gitlab_session=$SESSION',
      `my_gitlab_session ${makeText(hex, 32)}`,
    ],
  },
  'gitlab-legacy-token': assignedExamples('GITLAB_TOKEN', makeText(base64url, 20)),
});
