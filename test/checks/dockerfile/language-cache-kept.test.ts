// Caches of languages' managers in layers.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'language-cache-kept';

describe('finds, and the fix', () => {
  test.each([
    ['pip install -r r.txt', 'pip install --no-cache-dir -r r.txt'],
    [
      'pip3 install a && python -m pip install b',
      'pip3 install --no-cache-dir a && python -m pip install --no-cache-dir b',
    ],
    ['uv pip install a', 'uv pip install --no-cache a'],
    ['pipenv install --system', 'pipenv install --system && rm -rf ~/.cache/pipenv ~/.cache/pip'],
    ['poetry install --only main', 'poetry install --only main && rm -rf ~/.cache/pypoetry'],
    ['conda install -y a', 'conda install -y a && conda clean -afy'],
    ['mamba install -y a', 'mamba install -y a && mamba clean -afy'],
    ['npm ci', 'npm ci && npm cache clean --force'],
    ['npm install -g a', 'npm install -g a && npm cache clean --force'],
    ['yarn install', 'yarn install && yarn cache clean'],
    ['composer install', 'composer install && composer clear-cache'],
    ['gem install a', undefined],
    ['bundle install', undefined],
    ['php composer.phar install', undefined],
  ])('of %s', (script, expected) => {
    const text = `FROM debian:12\nRUN ${script}\n`;
    expect(placesOf(RULE, text)).toEqual([expect.stringMatching(/^(?:warning|advice) 2$/)]);
    const fixed = fixedBy(RULE, text);
    expect(fixed).toBe(`FROM debian:12\nRUN ${expected ?? script}\n`);
    expect(findingsOf(RULE, fixed)).toHaveLength(expected === undefined ? 1 : 0);
  });
});

describe('leaves alone', () => {
  test.each([
    ['packages of Go itself', 'RUN go install -a std && go install cmd/vet'],
    ['--no-cache-dir anywhere', 'RUN pip install a --no-cache-dir'],
    ['a variable of ENV', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install a'],
    ['a variable of ARG', 'ARG PIP_NO_CACHE_DIR=1\nRUN pip install a'],
    ['a variable before the command', 'RUN PIP_NO_CACHE_DIR=1 pip install a'],
    ['an exported variable', 'RUN export PIP_NO_CACHE_DIR=1 && pip install a'],
    ['a cache mount', 'RUN --mount=type=cache,target=/root/.cache/pip pip install a'],
    ['a cache mount in another home', 'RUN --mount=type=cache,target=/home/app/.cache pip install a'],
    ['a removed cache', 'RUN pip install a && rm -rf /root/.cache'],
    ['a removed cache at home', 'RUN pip install a && rm -rf ~/.cache/pip/*'],
    ['pip cache purge', 'RUN pip install a && pip cache purge'],
    ['npm cache clean', 'RUN npm ci && npm cache clean --force'],
    ['a removed ~/.npm', 'RUN npm ci && rm -rf /root/.npm'],
    ['conda clean', 'RUN conda install -y a && conda clean --all --yes'],
    ['what links to its store', 'RUN pnpm install && bun install'],
    ['what a later layer cleans: that is told there', 'RUN npm ci\nRUN npm cache clean --force'],
    ['pip uninstall', 'RUN pip uninstall -y a'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, 'FROM x AS a\nRUN npm ci\nFROM x\nCOPY --from=a /x /\n')).toEqual([]);
  });
});

test('the cache stays where a later step installs from it', () => {
  expect(findingsOf(RULE, 'FROM x\nRUN npm ci\nRUN npm install --offline\n')[0]?.edit).toBeNull();
});

test('sudo may have another home', () => {
  expect(findingsOf(RULE, 'FROM x\nRUN sudo poetry install\n')[0]?.edit).toBeNull();
});

test('what builds download is advice, unless the image builds when it starts', () => {
  expect(placesOf(RULE, 'FROM golang\nRUN go mod download\nCMD ["/app"]\n')).toEqual(['advice 2']);
  expect(placesOf(RULE, 'FROM maven\nRUN mvn package\nCMD ["java", "-jar", "/x.jar"]\n')).toEqual([
    'advice 2',
  ]);
  expect(placesOf(RULE, 'FROM golang\nRUN go mod download\nCMD ["go", "run", "."]\n')).toEqual([]);
});

test('a file removed from the home is no cache that is emptied', () => {
  expect(placesOf(RULE, 'FROM node\nRUN npm install -g x && rm -rf /root/y*\n')).toEqual(['warning 2']);
});

test.each([
  'ENV PIP_NO_CACHE_DIR=off\nRUN pip install x',
  'RUN export PIP_NO_CACHE_DIR=0 && pip install x',
  'RUN PIP_NO_CACHE_DIR=no pip install x',
])('a switch that says no switches nothing off: %j', (body) => {
  expect(findingsOf(RULE, `FROM python:3.12\n${body}\n`)).toHaveLength(1);
  expect(findingsOf(RULE, `FROM python:3.12\n${body.replace(/=(?:off|0|no)/, '=1')}\n`)).toEqual([]);
});
