import { describe, expect, test } from 'vitest';
import type { ProfileSetting } from '../../../src/cli/settings/settings.ts';
import { chooseProfile } from '../../../src/cli/verdict/choose-profile.ts';

const image = { name: 'app:1-dev', reference: 'docker://reg:5000/app:1-dev', labels: { stage: 'dev' } };
const byTag = (tag: string): ProfileSetting => ({ profile: 'development', tag, label: null });
const byLabel = (name: string, value: string): ProfileSetting => ({
  profile: 'development',
  tag: null,
  label: { name, value },
});

test('production unless something says otherwise', () => {
  expect(chooseProfile(undefined, [], image)).toBe('production');
  expect(chooseProfile(undefined, [byTag('*-debug'), byLabel('stage', 'test')], image)).toBe('production');
});

test('the command line wins over the settings', () => {
  expect(chooseProfile('production', [byTag('*')], image)).toBe('production');
  expect(chooseProfile('development', [], image)).toBe('development');
});

test('the first setting that fits counts', () => {
  const settings: readonly ProfileSetting[] = [
    { profile: 'production', tag: '1-*', label: null },
    byTag('*-dev'),
  ];
  expect(chooseProfile(undefined, settings, image)).toBe('production');
});

describe('tags', () => {
  test.each([
    ['app:1-dev', 'development'],
    ['app:1', 'production'],
    ['app', 'production'],
    ['reg:5000/x-dev', 'production'],
    [`app:x-dev@sha256:${'a'.repeat(64)}`, 'development'],
    ['docker-archive:/tmp/a.tar', 'production'],
  ])('%s is %s', (name, profile) => {
    expect(chooseProfile(undefined, [byTag('*-dev')], { name, reference: name, labels: {} })).toBe(profile);
  });
});

test('a label, and a label with a tag', () => {
  expect(chooseProfile(undefined, [byLabel('stage', 'd*')], image)).toBe('development');
  expect(chooseProfile(undefined, [byLabel('toString', '*')], image)).toBe('production');
  const both: ProfileSetting = { ...byLabel('stage', 'dev'), tag: '2*' };
  expect(chooseProfile(undefined, [both], image)).toBe('production');
});
