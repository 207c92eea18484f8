// Caches of the distributions' managers in layers.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'system-cache-kept';

const BASES = {
  apk: 'alpine',
  yum: 'centos:7',
  dnf: 'fedora:40',
  microdnf: 'redhat/ubi9-minimal',
  tdnf: 'mcr.microsoft.com/azurelinux/base/core:3.0',
  zypper: 'opensuse/leap',
  pacman: 'archlinux',
};

describe('finds, and the fix cleans', () => {
  test.each([
    ['apk', 'apk add x', 'apk add --no-cache x'],
    ['apk', 'apk add x && apk add y', 'apk add --no-cache x && apk add --no-cache y'],
    ['apk', 'apk update && apk add x', 'apk update && apk add x && rm -rf /var/cache/apk/*'],
    ['apk', 'apk add -U x', 'apk add --no-cache -U x'],
    ['yum', 'yum install -y x', 'yum install -y x && yum clean all'],
    ['yum', 'yum -y update', 'yum -y update && yum clean all'],
    [
      'dnf',
      'dnf install -y x && dnf clean metadata',
      'dnf install -y x && dnf clean metadata && dnf clean all',
    ],
    ['dnf', 'sudo dnf install -y x', 'sudo dnf install -y x && sudo dnf clean all'],
    ['microdnf', 'microdnf install x', 'microdnf install x && microdnf clean all'],
    ['tdnf', 'tdnf install -y x', 'tdnf install -y x && tdnf clean all'],
    ['zypper', 'zypper -n in x && zypper clean', 'zypper -n in x && zypper clean && zypper clean --all'],
    ['pacman', 'pacman -Sy --noconfirm x', 'pacman -Sy --noconfirm x && rm -rf /var/cache/pacman/pkg/*'],
  ] as const)('%s: %s', (manager, script, expected) => {
    const text = `FROM ${BASES[manager]}\nRUN ${script}\n`;
    expect(placesOf(RULE, text)).toEqual(['warning 2']);
    const fixed = fixedBy(RULE, text);
    expect(fixed).toBe(`FROM ${BASES[manager]}\nRUN ${expected}\n`);
    expect(findingsOf(RULE, fixed)).toEqual([]);
  });
});

describe('leaves alone', () => {
  test.each([
    ['apk --no-cache', 'RUN apk --no-cache add x && apk upgrade --no-cache'],
    ['what apk makes without a network', 'RUN apk add --no-network --virtual .x y'],
    ['what is removed', 'RUN apk add x && rm -rf /var/cache/apk/*'],
    ['a cache mount', 'RUN --mount=type=cache,target=/var/cache/apk apk add x'],
    ['a linked cache mount', 'RUN --mount=type=cache,target=/etc/apk/cache apk add x'],
    ['yum clean all', 'RUN yum install -y x && yum -y clean all'],
    ['yum whose cache is removed', 'RUN yum install -y x && rm -rf /var/cache/yum'],
    ['yum that is dnf', 'RUN yum install -y x && dnf clean all'],
    ['another root', 'RUN dnf install -y --installroot /mnt x'],
    ['what is only fetched', 'RUN pacman -Sw --noconfirm x'],
    ['zypper clean -a', 'RUN zypper -n in x && zypper cc -a'],
    ['what a later layer cleans: that is told there', 'RUN yum install -y x\nRUN yum clean all'],
    ['an index of its own: that is told there', 'RUN apk update\nRUN apk add --no-cache x'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM x\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(findingsOf(RULE, 'FROM alpine AS a\nRUN apk add x\nFROM alpine\nCOPY --from=a /x /\n')).toEqual(
      [],
    );
  });
});
