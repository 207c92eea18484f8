// Configurations that are programs: PHP, Django and its like, Ruby.

import { defineNamedValues } from './define-structure.ts';
import { PHP_FORM, PYTHON_FORM, readProgramStrings } from './reading/program-strings.ts';
import type { SecretStructure } from './secret-structure.ts';

const PHP_CONFIG = defineNamedValues(
  {
    id: 'php-config',
    names: [
      'wp-config.php',
      'config.php',
      'config.inc.php',
      'config-db.php',
      'config_db.php',
      'settings.php',
      'settings.local.php',
      'settings.inc.php',
      'database.php',
      'db.php',
      'db.inc.php',
      'dbconfig.php',
      'db_config.php',
      'localsettings.php',
      'configuration.php',
      'parameters.php',
      'env.php',
      'local.php',
      'secrets.php',
      'credentials.php',
      'app.php',
      'app_local.php',
      'main-local.php',
      'config.local.php',
      'local_settings.php',
      'localconfiguration.php',
      'config.default.php',
      'config.sample.php',
      'wp-config-sample.php',
      'wp-config-local.php',
      'conf_global.php',
      'connect.php',
      'connection.php',
    ],
    endings: ['.bak', '.old', '.save', '.orig'],
    path: /(?:\.php|(?:config|settings|configuration)\.php\.(?:bak|old|save|orig))$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'php-config-value',
        name: 'secret in the configuration of a PHP program',
        source: 'https://developer.wordpress.org/advanced-administration/wordpress/wp-config/',
      },
    ],
  },
  { read: (text) => readProgramStrings(text, PHP_FORM), strictness: 'program' },
);

const PYTHON_SETTINGS = defineNamedValues(
  {
    id: 'python-settings',
    names: [
      'settings.py',
      'local_settings.py',
      'settings_local.py',
      'production_settings.py',
      'settings_production.py',
      'dev_settings.py',
      'localsettings.py',
      'settings_prod.py',
      'settings_dev.py',
      'production.py',
      'prod.py',
      'local.py',
      'secrets.py',
      'config.py',
      'credentials.py',
      'base.py',
      'jupyter_notebook_config.py',
      'jupyter_server_config.py',
      'superset_config.py',
      'local_config.py',
      'instance_config.py',
      'webserver_config.py',
    ],
    path: /(?:^|\/)(?!(?:base|local|prod|production)\.py$)[\w-]+\.py$|(?:^|\/)(?:settings|config|conf)\/[\w-]+\.py$/,
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'python-settings-value',
        name: 'secret in the settings of a Python program',
        source: 'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
      },
    ],
  },
  { read: (text) => readProgramStrings(text, PYTHON_FORM), strictness: 'program' },
);

const RUBY_SETTINGS = defineNamedValues(
  {
    id: 'ruby-settings',
    names: [
      'secret_token.rb',
      'session_store.rb',
      'devise.rb',
      'omniauth.rb',
      'carrierwave.rb',
      'gitlab.rb',
      'knife.rb',
      'production.rb',
    ],
    limitBytes: 1 << 20,
    kinds: [
      {
        id: 'ruby-settings-value',
        name: 'secret in the configuration of a Ruby program',
        source: 'https://guides.rubyonrails.org/configuring.html#config-secret-key-base',
      },
    ],
  },
  { read: (text) => readProgramStrings(text, PYTHON_FORM), strictness: 'program' },
);

export const PROGRAMS: readonly SecretStructure[] = [PHP_CONFIG, PYTHON_SETTINGS, RUBY_SETTINGS];
