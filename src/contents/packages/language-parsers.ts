// Every kind of language metadata that is read.
import { JAVA_ARCHIVE } from './java/java-archive.ts';
import { NPM_HIDDEN_LOCKFILE } from './npm/npm-hidden-lockfile.ts';
import { NPM_PACKAGE } from './npm/npm-package.ts';
import { COMPOSER_INSTALLED } from './php/composer-installed.ts';
import { PYTHON_FILE_LIST } from './python/python-file-list.ts';
import { PYTHON_METADATA } from './python/python-metadata.ts';
import type { RecordParser } from './record-parser.ts';
import { GEM_SPECIFICATION } from './ruby/gem-specification.ts';

/** The parsers of installed language packages. */
export const LANGUAGE_PARSERS: readonly RecordParser[] = [
  NPM_PACKAGE,
  NPM_HIDDEN_LOCKFILE,
  PYTHON_METADATA,
  PYTHON_FILE_LIST,
  GEM_SPECIFICATION,
  JAVA_ARCHIVE,
  COMPOSER_INSTALLED,
];
