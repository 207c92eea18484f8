// Configurations of frameworks that are data: Rails, Spring, .NET, and servers that keep a password in theirs.

import { defineNamedValues } from './define-structure.ts';
import { isSecretName } from './judging/secret-name.ts';
import { readAssignments } from './reading/assignment-lines.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import { readXmlValues, type XmlValue } from './reading/xml-values.ts';
import { readYamlScalars } from './reading/yaml-scalars.ts';
import type { SecretStructure } from './secret-structure.ts';

const RAILS_YAML = defineNamedValues(
  {
    id: 'rails-yaml',
    names: [
      'secrets.yml',
      'secrets.yaml',
      'database.yml',
      'database.yaml',
      'mongoid.yml',
      'credentials.yml',
      'credentials.yaml',
      'storage.yml',
      'cable.yml',
      'redis.yml',
      'application.yml',
      'parameters.yml',
      'parameters.yaml',
      'settings.yml',
      'local.yml',
      'newrelic.yml',
      'sidekiq.yml',
      'vault.yml',
      'env.yaml',
      'env.yml',
      'secret.yml',
      'secret.yaml',
      'passwords.yml',
      'gitlab.yml',
      'serverless.env.yml',
      'terraform.yml',
    ],
    limitBytes: 2 << 20,
    kinds: [
      {
        id: 'rails-yaml-value',
        name: 'secret in the configuration of a web application',
        source: 'https://guides.rubyonrails.org/configuring.html#configuring-a-database',
      },
    ],
  },
  { read: readYamlScalars },
);

const SPRING_PATH = /(?:^|\/)(?:application|bootstrap)(?:[-.][\w.-]{1,64})?\.(?:properties|ya?ml)$/;
const SPRING_SOURCE = 'https://docs.spring.io/spring-boot/reference/features/external-config.html';

const SPRING_PROPERTIES = defineNamedValues(
  {
    id: 'spring-properties',
    names: [
      'hibernate.properties',
      'database.properties',
      'db.properties',
      'jdbc.properties',
      'datasource.properties',
      'credentials.properties',
      'secrets.properties',
      'config.properties',
      'sonar-project.properties',
      'server.properties',
    ],
    endings: ['.properties'],
    path: /(?:^|\/)(?:(?:application|bootstrap)(?:[-.][\w.-]{1,64})?|hibernate|database|db|jdbc|datasource|credentials|secrets|config|sonar-project|server)\.properties$/,
    limitBytes: 1 << 20,
    kinds: [
      { id: 'spring-property', name: 'secret in the properties of a Java program', source: SPRING_SOURCE },
    ],
  },
  { read: (text) => readAssignments(text, { separators: '=:', hasTrailingComments: false }) },
);

const SPRING_YAML = defineNamedValues(
  {
    id: 'spring-yaml',
    endings: ['.yml', '.yaml'],
    path: SPRING_PATH,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'spring-yaml-value',
        name: 'secret in the configuration of a Java program',
        source: SPRING_SOURCE,
      },
    ],
  },
  { read: readYamlScalars },
);

const DOTNET_JSON = defineNamedValues(
  {
    id: 'dotnet-json',
    names: ['secrets.json'],
    endings: ['.json'],
    path: /(?:^|\/)(?:appsettings(?:[.-][\w.-]{1,64})?|secrets)\.json$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'dotnet-settings-value',
        name: 'secret in the settings of a .NET program',
        source: 'https://learn.microsoft.com/en-us/aspnet/core/fundamentals/configuration/#appsettingsjson',
      },
    ],
  },
  { read: readJsonStrings },
);

/** `<add key="ApiPassword" value="…"/>`, and attributes that are named like secrets. */
function isXmlSecret(value: XmlValue): boolean {
  const { name, attributes } = value;
  if (name.toLowerCase() === 'value') return isSecretName(attributes['key'] ?? attributes['name'] ?? '');
  return isSecretName(name) || /^(?:validationKey|decryptionKey)$/i.test(name);
}

const DOTNET_XML = defineNamedValues(
  {
    id: 'dotnet-xml',
    names: [
      'web.config',
      'app.config',
      'machine.config',
      'connectionstrings.config',
      'appsettings.config',
      'tomcat-users.xml',
      'hibernate.cfg.xml',
      'context.xml',
      'persistence.xml',
      'standalone.xml',
      'core-site.xml',
      'hive-site.xml',
      'server.xml',
      'datasources.xml',
    ],
    endings: ['.config', '.pubxml'],
    path: /(?:^|\/)(?:(?:[\w-]{1,64}\.)?web(?:\.\w{1,32})?\.config|(?:app|machine|connectionstrings|appsettings)\.config|[\w.-]{1,128}\.(?:exe|dll)\.config|[\w.-]{1,128}\.pubxml|[\w.-]{1,64}\.xml)$/,
    limitBytes: 2 << 20,
    kinds: [
      {
        id: 'dotnet-config-value',
        name: 'secret in the XML configuration of a program',
        source: 'https://learn.microsoft.com/en-us/dotnet/framework/configure-apps/file-schema/',
      },
    ],
  },
  { read: readXmlValues, isSecret: (value) => isXmlSecret(value as XmlValue) },
);

export const FRAMEWORKS: readonly SecretStructure[] = [
  RAILS_YAML,
  SPRING_PROPERTIES,
  SPRING_YAML,
  DOTNET_JSON,
  DOTNET_XML,
];
