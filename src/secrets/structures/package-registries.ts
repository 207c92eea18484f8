// What package managers log in to registries with.

import { defineNamedValues } from './define-structure.ts';
import { isSecretName } from './judging/secret-name.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import type { NamedValue } from './reading/named-value.ts';
import { readXmlValues, type XmlValue } from './reading/xml-values.ts';
import { readYamlScalars } from './reading/yaml-scalars.ts';
import type { SecretStructure } from './secret-structure.ts';

const readIni = (text: string) => readAssignments(text, { separators: '=:' });

const NPMRC = defineNamedValues(
  {
    id: 'npmrc',
    names: ['.npmrc', 'npmrc'],
    kinds: [
      {
        id: 'npmrc-token',
        name: 'login of a package registry in .npmrc',
        source: 'https://docs.npmjs.com/cli/configuring-npm/npmrc#auth-related-configuration',
      },
    ],
  },
  {
    read: (text) => readAssignments(text, { separators: '=' }),
    strictness: 'credentials',
    isSecret: ({ name }) => /(?:^|:)_(?:authtoken|auth|password)$/i.test(name),
  },
);

const YARNRC = defineNamedValues(
  {
    id: 'yarnrc',
    names: ['.yarnrc.yml'],
    kinds: [
      {
        id: 'yarnrc-token',
        name: 'login of a package registry in .yarnrc.yml',
        source: 'https://yarnpkg.com/configuration/yarnrc#npmAuthToken',
      },
    ],
  },
  {
    read: readYamlScalars,
    strictness: 'credentials',
    isSecret: ({ name }) => name === 'npmAuthToken' || name === 'npmAuthIdent',
  },
);

const PYTHON_REGISTRIES = defineNamedValues(
  {
    id: 'python-registries',
    names: [
      '.pypirc',
      'pip.conf',
      'pip.ini',
      '.pip.conf',
      'uv.toml',
      '.condarc',
      'auth.toml',
      'pydistutils.cfg',
      '.pydistutils.cfg',
    ],
    kinds: [
      {
        id: 'python-registry-password',
        name: 'password of a Python package index',
        source: 'https://packaging.python.org/en/latest/specifications/pypirc/',
      },
    ],
  },
  { read: readIni, strictness: 'credentials' },
);

const GRADLE_PROPERTIES = defineNamedValues(
  {
    id: 'gradle-properties',
    names: [
      'gradle.properties',
      'local.properties',
      'keystore.properties',
      'key.properties',
      'signing.properties',
    ],
    kinds: [
      {
        id: 'gradle-property',
        name: 'secret in the properties of a Gradle build',
        source: 'https://docs.gradle.org/current/userguide/build_environment.html',
      },
    ],
  },
  { read: (text) => readAssignments(text, { separators: '=:', hasTrailingComments: false }) },
);

/** Maven writes encrypted passwords in braces. */
const isPlainMavenPassword = ({ name, value }: NamedValue): boolean =>
  (name === 'password' || name === 'passphrase') && !/^\{.*\}$/.test(value);

const MAVEN_SETTINGS = defineNamedValues(
  {
    id: 'maven-settings',
    names: ['settings.xml', 'settings-security.xml'],
    kinds: [
      {
        id: 'maven-password',
        name: 'password in the settings of Maven',
        source: 'https://maven.apache.org/settings.html#servers',
      },
    ],
  },
  {
    read: readXmlValues,
    // The key that the master password is encrypted with is Maven's own, and public.
    isSecret: (value) =>
      isPlainMavenPassword(value) || (value.name === 'master' && value.parents.at(-1) === 'settingsSecurity'),
  },
);

const NUGET_CONFIG = defineNamedValues(
  {
    id: 'nuget-config',
    names: ['nuget.config'],
    kinds: [
      {
        id: 'nuget-password',
        name: 'password in NuGet.Config',
        source:
          'https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file#packagesourcecredentials',
      },
    ],
  },
  {
    read: readXmlValues,
    isSecret: (value) =>
      value.name === 'value' && (value as XmlValue).attributes['key']?.toLowerCase() === 'cleartextpassword',
  },
);

const COMPOSER_AUTH = defineNamedValues(
  {
    id: 'composer-auth',
    names: ['auth.json'],
    kinds: [
      {
        id: 'composer-login',
        name: 'login in the auth.json of Composer',
        source: 'https://getcomposer.org/doc/articles/authentication-for-private-packages.md',
      },
    ],
  },
  {
    read: readJsonStrings,
    strictness: 'credentials',
    isSecret: ({ name, parents }) =>
      /^(?:github-oauth|gitlab-oauth|gitlab-token|bearer)$/.test(parents[0] ?? '')
        ? name !== 'username' && name !== 'expires-at'
        : /^(?:http-basic|bitbucket-oauth|forgejo-token|custom-headers)$/.test(parents[0] ?? '') &&
          isSecretName(name),
  },
);

const BUNDLE_CONFIG = defineNamedValues(
  {
    id: 'bundle-config',
    names: ['config'],
    path: /(?:^|\/)\.?bundle\/config$/,
    kinds: [
      {
        id: 'bundle-login',
        name: 'login of a gem server in the configuration of Bundler',
        source: 'https://bundler.io/man/bundle-config.1.html#CREDENTIALS-FOR-GEM-SOURCES',
      },
    ],
  },
  {
    read: readYamlScalars,
    strictness: 'credentials',
    // A host's dots are two underscores each.
    isSecret: ({ name, value }) =>
      /^BUNDLE_\w+__[A-Z]+$/.test(name) &&
      !/^BUNDLE_(?:BUILD|MIRROR|LOCAL|GEM)_/.test(name) &&
      /^[\w.%+@-]+(?::\S+)?$/.test(value),
  },
);

const GEM_CREDENTIALS = defineNamedValues(
  {
    id: 'gem-credentials',
    names: ['credentials'],
    path: /(?:^|\/)\.?gem\/credentials$/,
    kinds: [
      {
        id: 'gem-api-key',
        name: 'key of a gem server',
        source: 'https://guides.rubygems.org/command-reference/#gem-signin',
      },
    ],
  },
  {
    read: readYamlScalars,
    strictness: 'credentials',
    isSecret: ({ name }) => /_?key$/.test(name) || name.includes('://'),
  },
);

const CARGO_CREDENTIALS = defineNamedValues(
  {
    id: 'cargo-credentials',
    names: ['credentials', 'credentials.toml'],
    path: /(?:^|\/)\.?cargo\/credentials(?:\.toml)?$/,
    kinds: [
      {
        id: 'cargo-token',
        name: 'token of a crate registry',
        source: 'https://doc.rust-lang.org/cargo/reference/config.html#credentials',
      },
    ],
  },
  { read: (text) => readAssignments(text, { separators: '=' }), strictness: 'credentials' },
);

export const PACKAGE_REGISTRIES: readonly SecretStructure[] = [
  NPMRC,
  YARNRC,
  PYTHON_REGISTRIES,
  GRADLE_PROPERTIES,
  MAVEN_SETTINGS,
  NUGET_CONFIG,
  COMPOSER_AUTH,
  BUNDLE_CONFIG,
  GEM_CREDENTIALS,
  CARGO_CREDENTIALS,
];
