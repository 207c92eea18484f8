import { appendCrc32Ending } from '../../../src/secrets/checksums/crc32-ending.ts';
import { SOURCE_CONTROL_RULES } from '../../../src/secrets/rules/source-control.ts';
import { type RuleExamples, testRules } from './expect-rules.ts';
import { ALPHABET, makeText } from './make-text.ts';
import { assignedExamples, tokenExamples } from './usual-examples.ts';

const { alphanumeric, base64, base64url, hex, lowerBase32 } = ALPHABET;

/** A GitHub token with its checksum, and the same without. */
function githubExamples(prefix: string): RuleExamples {
  const token = appendCrc32Ending(prefix, makeText(alphanumeric, 30));
  return {
    positives: [`token=«${token}»`, `https://x-access-token:«${token}»@github.com/a/b`],
    negatives: [`${token}x`, `x${token}`, `${prefix}${makeText(alphanumeric, 36)}`, `${prefix}short`],
  };
}

testRules(SOURCE_CONTROL_RULES, {
  'github-classic-token': githubExamples('ghp_'),
  'github-oauth-token': githubExamples('gho_'),
  'github-user-to-server-token': githubExamples('ghu_'),
  'github-installation-token': githubExamples('ghs_'),
  'github-stateless-installation-token': tokenExamples(
    `ghs_eyJ${makeText(base64url, 10)}.${makeText(base64url, 20, 2)}.${makeText(base64url, 20, 3)}`,
  ),
  'github-refresh-token': tokenExamples(`ghr_${makeText(alphanumeric, 36)}`),
  'github-fine-grained-token': tokenExamples(
    `github_pat_${makeText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_', 82)}`,
  ),
  'github-oauth-client-secret': assignedExamples('GITHUB_CLIENT_SECRET', makeText(hex, 40)),
  'github-legacy-token': assignedExamples('GITHUB_TOKEN', makeText(hex, 40)),
  'azure-devops-token': tokenExamples(`${makeText(alphanumeric, 76)}AZDO${makeText(alphanumeric, 4)}`),
  'azure-devops-legacy-token': assignedExamples('AZURE_DEVOPS_EXT_PAT', makeText(lowerBase32, 52)),
  'bitbucket-app-password': tokenExamples(`ATBB${makeText(alphanumeric, 32)}`),
  'bitbucket-access-token': tokenExamples(
    `ATCTT3xFfG${makeText(base64url, 100)}=${makeText('0123456789ABCDEF', 8, 2)}`,
  ),
  'bitbucket-data-center-token': tokenExamples(`BBDC-${makeText(base64, 44)}`),
  'bitbucket-oauth-credential': assignedExamples('BITBUCKET_OAUTH_SECRET', makeText(alphanumeric, 32)),
  'gitea-token': assignedExamples('GITEA_TOKEN', makeText(hex, 40)),
  'gitee-token': assignedExamples('GITEE_ACCESS_TOKEN', makeText(hex, 32)),
  'sourcegraph-access-token': tokenExamples(`sgp_${makeText(hex, 16)}_${makeText(hex, 40)}`),
  'sourcegraph-legacy-token': assignedExamples('SRC_SOURCEGRAPH_TOKEN', makeText(hex, 40)),
  'sourcegraph-gateway-token': tokenExamples(`slk_${makeText(hex, 64)}`),
  'phabricator-api-token': tokenExamples(`api-${makeText(lowerBase32, 28)}`),
});
