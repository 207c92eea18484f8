// Programs that are built where they are shipped.
import { describe, expect, test } from 'vitest';
import { findingsOf, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'single-stage-build';

describe('finds', () => {
  test.each([
    ['golang:1.24', 'go build -o /app .'],
    ['rust', 'cargo build --release'],
    ['maven:3', 'mvn -B package'],
    ['mcr.microsoft.com/dotnet/sdk:8.0', 'dotnet publish -c Release'],
    ['debian', './configure && make && make install'],
  ])('%s: %s', (base, command) => {
    expect(placesOf(RULE, `FROM ${base}\nCOPY . .\nRUN ${command}\nCMD ["/app"]\n`)).toEqual(['warning 3']);
  });

  test("a front end's bundle as advice", () => {
    expect(placesOf(RULE, 'FROM node\nRUN npm run build\nCMD node x\n')).toEqual(['advice 2']);
  });

  test('what is built in the stage below', () => {
    expect(placesOf(RULE, 'FROM golang AS b\nRUN go build -o /app .\nFROM b\nCMD ["/app"]\n')).toEqual([
      'warning 2',
    ]);
  });
});

describe('leaves alone', () => {
  test.each([
    [
      'two stages',
      'FROM golang AS b\nRUN go build -o /app .\nFROM scratch\nCOPY --from=b /app /app\nCMD ["/app"]',
    ],
    [
      'what is taken away again',
      'FROM alpine\nRUN apk add --virtual .d gcc && make && make install && apk del .d\nCMD ["/app"]',
    ],
    [
      'a tree that is removed',
      'FROM debian\nRUN cd /src && ./configure && make install && cd / && rm -rf /src\nCMD ["/app"]',
    ],
    ['an image to build in', 'FROM golang\nRUN go build -o /usr/bin/tool ./tool'],
    ['a target of a Makefile', 'FROM python\nRUN make fetch-data\nCMD ["/app"]'],
  ])('%s', (_, text) => {
    expect(findingsOf(RULE, `${text}\n`)).toEqual([]);
  });
});
