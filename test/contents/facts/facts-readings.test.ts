import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import { encodeFacts } from '../../../src/contents/facts/facts-format.ts';
import {
  type FactsReadings,
  narrowFacts,
  stateReadings,
} from '../../../src/contents/facts/facts-readings.ts';
import type { LayerFacts } from '../../../src/contents/facts/layer-facts.ts';
import { joinRuleFiles } from '../../../src/secrets/join-rule-files.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, scanBytes } from '../../support/layers.ts';
import { makeToken } from '../../support/made-secrets.ts';

const TAR = layer([file('etc/os-release', 'ID=test\n'), file('app/.env', `A=${makeToken('readings')}\n`)]);

const FILES: FactsReadings = { packages: false, secretRules: null };
const PACKAGES: FactsReadings = { packages: true, secretRules: null };
const SECRETS: FactsReadings = { packages: false, secretRules: '' };
const OTHER_RULES: FactsReadings = {
  packages: false,
  secretRules: joinRuleFiles([
    { name: 'own.toml', text: "[[rules]]\nid = 'own'\nregex = '''own-[0-9]{8}'''\n" },
  ]),
};
const ALL: FactsReadings = { packages: true, secretRules: '' };

async function scan(readings: FactsReadings): Promise<LayerFacts> {
  return (await scanBytes(TAR, undefined, { readings })).facts;
}

test.each([
  ['files', FILES],
  ['packages', PACKAGES],
  ['secrets', SECRETS],
])('facts that hold all are, narrowed to %s, what a reading of no more gives', async (_, readings) => {
  const narrowed = narrowFacts(await scan(ALL), stateReadings(readings));
  expect(Buffer.from(encodeFacts(narrowed))).toEqual(Buffer.from(encodeFacts(await scan(readings))));
});

test.each([
  ['all', ALL, [FILES, PACKAGES, SECRETS, ALL], [OTHER_RULES]],
  ['files', FILES, [FILES], [PACKAGES, SECRETS, ALL]],
  ['packages', PACKAGES, [FILES, PACKAGES], [SECRETS, ALL]],
  ['secrets', SECRETS, [FILES, SECRETS], [PACKAGES, ALL, OTHER_RULES]],
  ['other rules', OTHER_RULES, [OTHER_RULES], [SECRETS, ALL]],
])('cached facts with %s serve those that want no more', async (_, readings, served, refused) => {
  const cache = new FactsCache({ folder: makeTemporaryFolder() });
  const { facts, compression, storedBytes, shipped } = await scanBytes(TAR, undefined, { readings });
  cache.write([], facts, { diffId: facts.diffId, compression, storedBytes, shipped });
  for (const wanted of served)
    expect(cache.readFacts(facts.diffId, stateReadings(wanted)), JSON.stringify(wanted)).toBeDefined();
  for (const wanted of refused)
    expect(cache.readFacts(facts.diffId, stateReadings(wanted)), JSON.stringify(wanted)).toBeUndefined();
});

test('facts that hold more take the place of those that hold less, and not of those by other rules', async () => {
  const folder = makeTemporaryFolder();
  const cache = new FactsCache({ folder });
  for (const readings of [FILES, PACKAGES, OTHER_RULES, SECRETS, ALL]) {
    const { facts, compression, storedBytes, shipped } = await scanBytes(TAR, undefined, { readings });
    cache.write([], facts, { diffId: facts.diffId, compression, storedBytes, shipped });
  }
  expect(readdirSync(join(cache.folder!, 'facts'))).toHaveLength(2);
});
