// Upgrades of everything.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'distribution-upgrade';

describe('finds', () => {
  test.each([
    'apt-get -y upgrade',
    'apt-get dist-upgrade -y',
    'apt full-upgrade',
    'apk upgrade --no-cache',
    'yum -y update',
    'dnf upgrade -y',
    'zypper -n dup',
    'pacman -Syu --noconfirm',
  ])('%s', (script) => {
    const [finding] = findingsOf(RULE, `FROM x\nRUN ${script}\n`);
    expect(finding).toMatchObject({ severity: 'warning', line: 2, edit: null });
  });

  test('and says which base would do', () => {
    expect(findingsOf(RULE, 'FROM debian:12\nRUN apt-get upgrade\n')[0]!.fix).toContain('debian');
  });
});

describe('leaves alone', () => {
  test.each([
    'apt-get upgrade -y openssl',
    'yum update -y openssl',
    'apk upgrade openssl',
    'apt-get update',
    'pip install --upgrade pip',
  ])('%s', (script) => {
    expect(findingsOf(RULE, `FROM x\nRUN ${script}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(placesOf(RULE, 'FROM x AS a\nRUN apk upgrade\nFROM x\nCOPY --from=a /x /\n')).toEqual([]);
  });
});

test('there is no fix to apply', () => {
  const text = 'FROM debian:12\nRUN apt-get upgrade\n';
  expect(fixedBy(RULE, text)).toBe(text);
});
