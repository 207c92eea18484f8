// Packages that only development needs.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'development-dependencies';

describe('finds', () => {
  test.each([
    'npm ci',
    'npm install',
    'yarn install --frozen-lockfile',
    'yarn',
    'pnpm install',
    'composer install',
    'bundle install',
    'poetry install',
    'pipenv install --dev',
    'pip install -r requirements-dev.txt',
    'pip install -r requirements/test.txt',
  ])('%s', (command) => {
    expect(placesOf(RULE, `FROM a\nWORKDIR /w\nRUN ${command}\nCMD b\n`)).toEqual(['warning 3']);
  });

  test('an image for development, as advice', () => {
    expect(placesOf(RULE, 'FROM node\nRUN npm install\nCMD npm run dev\n')).toEqual(['advice 2']);
    expect(placesOf(RULE, 'FROM node AS dev\nRUN npm install\nCMD node x\n')).toEqual(['advice 2']);
  });
});

describe('leaves alone', () => {
  test.each([
    ['what is told', 'RUN npm ci --omit=dev'],
    ['what is told in the old way', 'RUN npm install --production'],
    ['what a variable tells', 'ENV NODE_ENV=production\nRUN npm ci'],
    ['what the command has before it', 'RUN NODE_ENV=production npm ci'],
    ['what is pruned', 'RUN npm ci && npm run build && npm prune --production'],
    ['single packages', 'RUN npm install express'],
    ['global packages', 'RUN npm install -g pm2'],
    ['composer', 'RUN composer install --no-dev'],
    ['bundler', 'ENV BUNDLE_WITHOUT=development:test\nRUN bundle install'],
    ['bundler by its config', 'RUN bundle config set --local without development && bundle install'],
    ['poetry', 'RUN poetry install --only main'],
    ['pip', 'RUN pip install -r requirements.txt'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM a\nWORKDIR /w\n${body}\nCMD b\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, 'FROM node AS b\nRUN npm ci\nFROM nginx\nCOPY --from=b /x /x\n')).toEqual([]);
  });
});

describe('the fix', () => {
  test.each([
    ['node:22', 'npm ci --no-audit', 'npm ci --omit=dev --no-audit'],
    ['node:12', 'npm install', 'npm install --production'],
    ['php', 'composer install -n', 'composer install --no-dev -n'],
  ])('on %s', (base, command, expected) => {
    const text = (run: string): string => `FROM ${base}\nWORKDIR /w\nRUN ${run}\nCMD b\n`;
    expect(fixedBy(RULE, text(command))).toBe(text(expected));
  });

  test('does nothing in JSON form, nor to a variable', () => {
    const json = 'FROM node\nRUN ["npm", "install"]\nCMD b\n';
    expect(fixedBy(RULE, json)).toBe(json);
    const variable = 'FROM node\nENV DO="npm install"\nRUN $DO\nCMD b\n';
    expect(fixedBy(RULE, variable)).toBe(variable);
  });

  test('does nothing where something is built with them', () => {
    const text = 'FROM node\nRUN npm ci\nRUN npm run build\nCMD b\n';
    expect(fixedBy(RULE, text)).toBe(text);
  });
});
