// Roles of language packages. Nothing but a mark of the installer makes a library one of development: `mock` and `webpack` serve
// in some applications. By name, only what is run by developers and never imported by what serves.
import type { PackageRecord } from '../package-record.ts';
import { normalisePythonName } from '../python/normalise-name.ts';
import { type PackageRole, REVIEWED, type RoleName } from './package-role.ts';

interface NamedRole {
  readonly role: RoleName;
  readonly names: RegExp;
}

const PYTHON: readonly NamedRole[] = [
  {
    role: 'test-framework',
    names: /^(?:pytest(?:-.*)?|tox|nox|nose2?|coverage|hypothesis|behave|robotframework)$/,
  },
  {
    role: 'development',
    names: /^(?:black|flake8|pylint|mypy|ruff|isort|pre-commit|autopep8|yapf|bandit|twine|cython)$/,
  },
  { role: 'debugger', names: /^(?:ipdb|pudb|debugpy|pydevd|pydevd-pycharm|memray)$/ },
  { role: 'package-manager', names: /^(?:pip|pipenv|poetry|pdm|hatch|pipx|uv|conda|mamba)$/ },
];

const NPM: readonly NamedRole[] = [{ role: 'package-manager', names: /^(?:npm|yarn|pnpm|corepack)$/ }];

/** minitest, test-unit and debug come with Ruby itself. */
const RUBY: readonly NamedRole[] = [
  {
    role: 'test-framework',
    names: /^(?:rspec(?:-(?:core|rails|expectations|mocks|support))?|cucumber|simplecov|capybara)$/,
  },
  { role: 'development', names: /^(?:rubocop(?:-.*)?|overcommit|brakeman)$/ },
  { role: 'debugger', names: /^(?:byebug|pry-byebug)$/ },
];

/** Composer marks what is of development in `vendor/composer/installed.json`, from 2.0 on. */
const PHP: readonly NamedRole[] = [
  {
    role: 'test-framework',
    names: /^(?:phpunit\/phpunit|phpspec\/phpspec|behat\/behat|pestphp\/pest|codeception\/codeception)$/,
  },
];

/** npm's development dependencies that are there to test. */
const NPM_TESTING =
  /^(?:jest|jest-.*|@jest\/.*|mocha|chai|chai-.*|sinon|ava|tap|vitest|@vitest\/.*|jasmine|jasmine-.*|karma|karma-.*|cypress|playwright|@playwright\/test|supertest|nyc|c8|@testing-library\/.*)$/;

/** The roles of a record of a language. */
export function findLanguageRoles({ type, name, fields }: PackageRecord): readonly PackageRole[] {
  switch (type) {
    case 'pypi':
      return findNamed(PYTHON, normalisePythonName(name));
    case 'gem':
      return findNamed(RUBY, name);
    case 'npm':
      if (fields['_development'] === 'true') return findNpmRoles(name, 'npm marks it as of development');
      return findNamed(NPM, name);
    case 'composer': {
      const named = findNamed(PHP, name.toLowerCase());
      if (named.length > 0 || fields['dev'] !== 'true') return named;
      return [{ role: 'development', because: 'Composer marks it as of development' }];
    }
    default:
      return [];
  }
}

/** The roles of an npm package that something marks as of development. */
export function findNpmRoles(name: string, because: string): readonly PackageRole[] {
  const role = NPM_TESTING.test(name) ? 'test-framework' : 'development';
  return [{ role, because }];
}

function findNamed(roles: readonly NamedRole[], name: string): readonly PackageRole[] {
  return roles.filter(({ names }) => names.test(name)).map(({ role }) => ({ role, because: REVIEWED }));
}
