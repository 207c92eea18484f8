import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatJunit } from '../../src/report/junit.ts';
import { makeJudgement } from './made-judgements.ts';

describe('JUnit', () => {
  test('has a suite a file and a case a finding: failures fail the run, others are skipped', () => {
    const text = [
      ...formatJunit(
        [
          makeJudgement({ fix: null }),
          makeJudgement({ fails: false, severity: 'advice' }),
          makeJudgement({ file: '.dockerignore', line: 1, fails: false, acceptedBecause: 'a < b' }),
        ],
        [],
      ),
    ].join('');
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="plimsoll" tests="3" failures="1" errors="0">
  <testsuite name="Dockerfile" tests="2" failures="1" errors="0" skipped="1">
    <testcase classname="Dockerfile" name="apt-lists-kept: the package lists of apt stay in the layer" file="Dockerfile" line="2">
      <failure type="warning" message="the package lists of apt stay in the layer">Dockerfile:2</failure>
    </testcase>
    <testcase classname="Dockerfile" name="apt-lists-kept: the package lists of apt stay in the layer" file="Dockerfile" line="2">
      <skipped message="advice"/>
    </testcase>
  </testsuite>
  <testsuite name=".dockerignore" tests="1" failures="0" errors="0" skipped="1">
    <testcase classname=".dockerignore" name="apt-lists-kept: the package lists of apt stay in the layer" file=".dockerignore" line="1">
      <skipped message="accepted: a &lt; b"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  test('without findings has one case that passes', () => {
    expect([...formatJunit([], [])].join('')).toContain(
      '<testcase classname="plimsoll" name="no findings"/>',
    );
  });

  test('has an error for what could not be looked at', () => {
    const errors = [{ target: 'far:1', code: 'IMAGE_NOT_FOUND', message: 'a & b', hint: 'Look.' }];
    const text = [...formatJunit([makeJudgement()], errors)].join('');
    expect(text).toContain('tests="2" failures="1" errors="1"');
    expect(text).toContain('<error type="IMAGE_NOT_FOUND" message="a &amp; b">a &amp; b\nLook.</error>');
    expect([...formatJunit([], errors)].join('')).not.toContain('no findings');
  });

  test('has no character that XML forbids, whatever a finding says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        const text = [
          ...formatJunit([makeJudgement({ message: words, details: [words], file: words })], []),
        ].join('');
        expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
        expect(text.match(/</g)).toHaveLength(9);
      }),
    );
  });
});
