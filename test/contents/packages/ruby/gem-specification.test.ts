import { expect, test } from 'vitest';
import { findParser, readPackages } from '../../../support/read-packages.ts';

const SPECIFICATION = `# -*- encoding: utf-8 -*-
# stub: nokogiri 1.15.4 x86_64-linux lib

Gem::Specification.new do |s|
  s.name = "nokogiri".freeze
  s.version = "1.15.4"
  s.platform = "x86_64-linux".freeze

  s.required_rubygems_version = Gem::Requirement.new(">= 0".freeze) if s.respond_to? :required_rubygems_version=
  s.authors = ["A".freeze, "B".freeze]
  s.licenses = ["MIT".freeze, "Apache-2.0".freeze]
  s.rubygems_version = "3.3.15".freeze

  s.add_runtime_dependency(%q<racc>.freeze, ["~> 1.4"])
  s.add_dependency "psych", ">= 4"
  s.add_development_dependency(%q<rake>.freeze, ["~> 13"])
end
`;
const ROOT = 'usr/local/bundle';

test('an installed gem', () => {
  expect(readPackages(`${ROOT}/specifications/nokogiri-1.15.4-x86_64-linux.gemspec`, SPECIFICATION)).toEqual([
    {
      type: 'gem',
      name: 'nokogiri',
      version: '1.15.4',
      architecture: 'x86_64-linux',
      source: '',
      sourceVersion: '',
      licence: 'MIT, Apache-2.0',
      claimedBytes: 0,
      fields: { dependencies: 'racc psych' },
      files: { kind: 'folder', path: `${ROOT}/gems/nokogiri-1.15.4-x86_64-linux` },
    },
  ]);
});

test('a gem that came with Ruby', () => {
  const text =
    '# stub: json 2.6 ruby lib\nGem::Specification.new do |s|\n  s.version = Gem::Version.new("2.6")\n';
  expect(readPackages('usr/lib/ruby/specifications/default/json-2.6.gemspec', text)).toMatchObject([
    {
      name: 'json',
      version: '2.6',
      architecture: '',
      licence: '',
      fields: { default: 'true' },
      files: { kind: 'folder', path: 'usr/lib/ruby/gems/json-2.6' },
    },
  ]);
});

test('at the root', () => {
  const text = 's.name = "a"\ns.version = "1"\ns.license = "MIT"';
  expect(readPackages('specifications/a-1.gemspec', text)).toMatchObject([
    { licence: 'MIT', files: { kind: 'folder', path: 'gems/a-1' } },
  ]);
});

test("a gem's own source is not offered", () => {
  expect(findParser(`${ROOT}/gems/a-1/a.gemspec`)).toBeUndefined();
});

test.each(['', 's.name = "a"', 's.name = NAME\ns.version = VERSION', '# stub: a'])('%j is none', (text) => {
  expect(readPackages('specifications/a.gemspec', text)).toEqual([]);
});
