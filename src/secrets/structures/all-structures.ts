// Every structure that is known.
import { CLOUDS } from './clouds.ts';
import { CONTAINER_LOGINS } from './container-logins.ts';
import { DATABASES } from './databases.ts';
import { DER_KEY } from './der-keys.ts';
import { ENVIRONMENT_FILES } from './environment-files.ts';
import { FILE_TRANSFERS } from './file-transfer.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { GIT_LOGINS } from './git-logins.ts';
import { HISTORIES } from './histories.ts';
import { KEY_STORES } from './key-stores.ts';
import { KUBERNETES_SECRET } from './kubernetes-secret.ts';
import { LOGINS } from './logins.ts';
import { PACKAGE_REGISTRIES } from './package-registries.ts';
import { PASSWORD_HASHES } from './password-hashes.ts';
import { PGP_KEYS } from './pgp-keys.ts';
import { PROGRAMS } from './programs.ts';
import type { SecretStructure } from './secret-structure.ts';
import { SQL_DUMP } from './sql.ts';
import { SSH_KEYS } from './ssh-keys.ts';
import { TERRAFORMS } from './terraform.ts';
import { WHOLE_FILES } from './whole-files.ts';

export const ALL_STRUCTURES: readonly SecretStructure[] = [
  ...CLOUDS,
  ...CONTAINER_LOGINS,
  ...DATABASES,
  DER_KEY,
  ...ENVIRONMENT_FILES,
  ...FILE_TRANSFERS,
  ...FRAMEWORKS,
  ...GIT_LOGINS,
  ...HISTORIES,
  ...KEY_STORES,
  KUBERNETES_SECRET,
  ...LOGINS,
  ...PACKAGE_REGISTRIES,
  ...PASSWORD_HASHES,
  ...PGP_KEYS,
  ...PROGRAMS,
  SQL_DUMP,
  ...SSH_KEYS,
  ...TERRAFORMS,
  ...WHOLE_FILES,
];
