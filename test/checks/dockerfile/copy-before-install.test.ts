// All files before the dependencies.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'copy-before-install';

describe('finds', () => {
  test.each([
    'npm ci',
    'yarn install',
    'pip install -r requirements.txt',
    'composer install',
    'bundle install',
    'poetry install',
    'go mod download',
    'mvn -B dependency:go-offline',
    '/opt/chef/bin/berks install',
    'dep ensure -vendor-only',
    'mix deps.get',
  ])('%s', (command) => {
    expect(placesOf(RULE, `FROM a\nWORKDIR /w\nCOPY . .\nRUN ${command}\n`)).toEqual(['warning 3']);
  });

  test('a stage that is left behind too: it costs time', () => {
    expect(placesOf(RULE, 'FROM node AS b\nCOPY . .\nRUN npm ci\nFROM c\nCOPY --from=b /x /x\n')).toEqual([
      'warning 2',
    ]);
  });
});

describe('leaves alone', () => {
  test.each([
    ['manifests first', 'COPY package*.json ./\nRUN npm ci\nCOPY . .'],
    [
      'an install of the project itself afterwards',
      'COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm install',
    ],
    ['the module file first', 'COPY go.* ./\nRUN go mod download\nCOPY . .\nRUN go mod download'],
    [
      'what builds and downloads as it goes',
      'COPY . .\nRUN mvn package\nRUN go build ./...\nRUN go mod tidy',
    ],
    ['single packages', 'COPY . .\nRUN npm install -g pm2'],
    ['another stage', 'COPY --from=b . .\nRUN npm ci'],
    ['a RUN that does more', 'COPY . .\nRUN apt-get install -y curl && make'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM a AS b\nFROM c\nWORKDIR /w\n${body}\n`)).toEqual([]);
  });
});

describe('the fix', () => {
  test('copies the manifests, installs, and copies the rest', () => {
    expect(
      fixedBy(
        RULE,
        'FROM node\nWORKDIR /w\n# all\nCOPY --chown=node . .\n# deps\nRUN npm ci \\\n  --no-audit\nCMD a\n',
      ),
    ).toBe(
      'FROM node\nWORKDIR /w\n# all\nCOPY --chown=node package*.json ./\nRUN npm ci \\\n  --no-audit\nCOPY --chown=node . .\n# deps\nCMD a\n',
    );
  });

  test('takes the list that pip reads', () => {
    const fixed = fixedBy(RULE, 'FROM python\nWORKDIR /w\nCOPY . /w\nRUN pip install -r requirements.txt\n');
    expect(fixed).toBe(
      'FROM python\nWORKDIR /w\nCOPY requirements.txt /w/\nRUN pip install -r requirements.txt\nCOPY . /w\n',
    );
    expect(fixedBy(RULE, fixed)).toBe(fixed);
  });

  test.each([
    ['the RUN does more', 'COPY . .\nRUN npm ci && npm run build'],
    ['something stands between', 'COPY . .\nENV A=b\nRUN npm ci'],
    ['it is installed elsewhere', 'COPY . /other\nRUN npm ci'],
    ['a list is in a folder', 'COPY . .\nRUN pip install -r requirements/base.txt'],
  ])('does nothing where %s', (_, body) => {
    const text = `FROM node\nWORKDIR /w\n${body}\n`;
    expect(fixedBy(RULE, text)).toBe(text);
  });
});

test('finds packages that need none of the files', () => {
  const text = 'FROM debian:12\nWORKDIR /w\nCOPY . .\nRUN apt-get update && apt-get install -y curl\n';
  expect(findingsOf(RULE, text).map(({ fix }) => fix)).toEqual(['Move line 4 before the COPY.']);
  expect(findingsOf(RULE, text.replace('curl', '$PACKAGES'))).toEqual([]);
});

test.each([
  ['.NET', 'RUN ["dotnet", "restore"]'],
  ['conda', 'RUN conda env create'],
])('finds the project of %s', (_, run) => {
  expect(findingsOf(RULE, `FROM a\nWORKDIR /w\nCOPY . .\n${run}\n`)).toHaveLength(1);
});
