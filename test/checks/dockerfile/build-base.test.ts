// Bases that build programs.
import { describe, expect, test } from 'vitest';
import { findingsOf, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'build-base';

describe('finds', () => {
  test.each(['golang:1.24', 'openjdk:17', 'eclipse-temurin:21', 'maven:3-eclipse-temurin-21', 'rust:1'])(
    '%s',
    (base) => {
      expect(placesOf(RULE, `FROM ${base}\nCOPY app /app\nCMD ["/app"]\n`)).toEqual(['warning 1']);
    },
  );

  test('a base whose tool is started on purpose, as advice', () => {
    expect(placesOf(RULE, 'FROM golang\nCOPY . .\nCMD go run .\n')).toEqual(['advice 1']);
  });
});

describe('leaves alone', () => {
  test.each([
    ['a JRE', 'FROM eclipse-temurin:21-jre\nCMD java -jar a.jar'],
    ['a JRE of the old images', 'FROM openjdk:8-jre-alpine\nCMD java -jar a.jar'],
    ['a stage that is left behind', 'FROM golang AS b\nFROM alpine\nCOPY --from=b /x /x\nCMD x'],
    ['an image that is a tool itself', 'FROM golang\nRUN go install example.com/x@latest'],
    ['what builds: that is told apart', 'FROM golang\nRUN go build -o /app .\nCMD ["/app"]'],
    ['another owner', 'FROM me/golang\nCMD x'],
  ])('%s', (_, text) => {
    expect(findingsOf(RULE, `${text}\n`)).toEqual([]);
  });
});
