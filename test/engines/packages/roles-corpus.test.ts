// Roles on what real Dockerfiles install: development images on one side, expert production images on the other. Packages are
// those of Debian's own index, as apt on this machine has it, without the tags that an installed database does not hold either.
//
//   ROLES_CORPUS=FOLDER npx vitest run --config vitest.engines.config.ts test/engines/packages/roles-corpus.test.ts
//
// FOLDER holds checkouts of microsoft/vscode-dev-containers and of docker-library's python, php and buildpack-deps.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDpkgRecord } from '../../../src/contents/packages/dpkg/dpkg-record.ts';
import { BARE_RECORD, type PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { findRoles } from '../../../src/contents/packages/roles/find-roles.ts';
import { canRun } from '../run-program.ts';
import { type InstalledWord, listInstalledWords } from './installed-words.ts';
import { PURPOSES } from './roles-corpus.ts';

const CORPUS = process.env['ROLES_CORPUS'] ?? '';
const isThere = CORPUS !== '' && canRun('apt-cache', ['--version'], () => true);
if (!isThere) console.warn('SKIPPED: roles on a corpus (needs apt-cache and ROLES_CORPUS=FOLDER)');
