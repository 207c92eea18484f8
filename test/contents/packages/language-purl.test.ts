import { expect, test } from 'vitest';
import { makeLanguagePurl } from '../../../src/contents/packages/language-purl.ts';
import type { PackageType } from '../../../src/contents/packages/package-record.ts';

test.each<[PackageType, string, string, string]>([
  ['npm', '@babel/core', '7.1.0', 'pkg:npm/%40babel/core@7.1.0'],
  ['npm', 'express', '4.18.2', 'pkg:npm/express@4.18.2'],
  ['pypi', 'Jaraco.Context__x', '1!2.0+local', 'pkg:pypi/jaraco-context-x@1%212.0%2Blocal'],
  ['gem', 'rake', '13.0.6', 'pkg:gem/rake@13.0.6'],
  ['maven', 'org.slf4j:slf4j-api', '2.0.9', 'pkg:maven/org.slf4j/slf4j-api@2.0.9'],
  ['maven', 'tool', '1', 'pkg:maven/tool/tool@1'],
  ['maven', 'org.acme:tool', '', 'pkg:maven/org.acme/tool'],
  ['composer', 'Acme/Thing', 'dev-main', 'pkg:composer/acme/thing@dev-main'],
  ['golang', 'github.com/spf13/cobra', 'v1.7.0', 'pkg:golang/github.com/spf13/cobra@v1.7.0'],
  ['golang', 'stdlib', '1.21.0', 'pkg:golang/stdlib@1.21.0'],
  ['cargo', 'serde', '1.0.1', 'pkg:cargo/serde@1.0.1'],
])('%s %s %s', (type, name, version, purl) => {
  expect(makeLanguagePurl({ type, name, version })).toBe(purl);
});
