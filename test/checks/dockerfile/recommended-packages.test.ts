// Packages that are only recommended.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'recommended-packages';

import { NO_PRICING } from '../../../src/checks/dockerfile/pricing.ts';

describe('finds, and the fix', () => {
  test.each([
    ['apt-get install -y vim', 'apt-get install --no-install-recommends -y vim'],
    ['apt install vim', 'apt install --no-install-recommends vim'],
    ['aptitude install -y vim', 'aptitude install --without-recommends -y vim'],
    ['apt-get -y install curl vim', 'apt-get -y install --no-install-recommends curl vim ca-certificates'],
    [
      'apt-get install -y curl ca-certificates',
      'apt-get install --no-install-recommends -y curl ca-certificates',
    ],
    [
      'apt-get install -y \\\n    git \\\n    gcc',
      'apt-get install --no-install-recommends -y \\\n    git \\\n    gcc \\\n    ca-certificates \\\n    libc6-dev',
    ],
    [
      'apt-get install -y vim && apt-get install -y emacs',
      'apt-get install --no-install-recommends -y vim && apt-get install --no-install-recommends -y emacs',
    ],
    [
      'd="git vim" && apt-get install -y $d',
      'd="git vim" && apt-get install --no-install-recommends ca-certificates -y $d',
    ],
    ['apt-get install -y cmake', 'apt-get install --no-install-recommends -y cmake make gcc libc6-dev'],
    [
      'apt-get install -y gcc build-essential',
      'apt-get install --no-install-recommends -y gcc build-essential',
    ],
  ])('of %j', (script, expected) => {
    const text = `FROM debian:12\nRUN ${script}\n`;
    expect(placesOf(RULE, text)).toEqual(['warning 2']);
    const fixed = fixedBy(RULE, text);
    expect(fixed).toBe(`FROM debian:12\nRUN ${expected}\n`);
    expect(findingsOf(RULE, fixed)).toEqual([]);
  });

  test('counts what was installed before', () => {
    const text =
      'FROM debian:12\nRUN apt-get install -y --no-install-recommends ca-certificates\nRUN apt-get install -y curl\n';
    expect(fixedBy(RULE, text)).toContain('apt-get install --no-install-recommends -y curl\n');
  });
});

describe('leaves alone', () => {
  test.each([
    ['the option', 'RUN apt-get install -y --no-install-recommends vim'],
    ['the option behind', 'RUN apt-get install -y vim --no-install-recommends'],
    ['the setting in the command', 'RUN apt-get -o APT::Install-Recommends=0 install -y vim'],
    ['who wants them', 'RUN apt-get install -y --install-recommends vim'],
    [
      'the setting in a file',
      'RUN echo "APT::Install-Recommends 0;" > /etc/apt/apt.conf.d/x\nRUN apt-get install -y vim',
    ],
    ['a copied setting', 'COPY x /etc/apt/apt.conf.d/x\nRUN apt-get install -y vim'],
    ['packages that recommend nothing', 'RUN apt-get install -y unzip jq'],
    ['local files', 'RUN apt-get install -y ./x.deb'],
    ['what is only fetched', 'RUN apt-get install -d vim'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(
      findingsOf(RULE, 'FROM debian AS a\nRUN apt-get install -y vim\nFROM debian\nCOPY --from=a /x /\n'),
    ).toEqual([]);
  });

  test('what is known to save about nothing', () => {
    const priced = (bytes: number) => ({
      look: {
        pricing: {
          ...NO_PRICING,
          priceRecommends: () => ({ kind: 'packages' as const, bytes, packages: [] }),
        },
      },
    });
    const text = 'FROM debian:12\nRUN apt-get install -y vim\n';
    expect(placesOf(RULE, text, priced(100))).toEqual([]);
    expect(placesOf(RULE, text, priced(600_000))).toEqual(['advice 2']);
    expect(placesOf(RULE, text, priced(60_000_000))).toEqual(['warning 2']);
  });
});

test('what else is installed, and what is named instead, costs nothing', () => {
  const asked: unknown[] = [];
  const pricing = {
    ...NO_PRICING,
    priceRecommends: (question: unknown) => {
      asked.push(question);
      return undefined;
    },
  };
  const text =
    'FROM debian:12\nRUN apt-get install -y git\nRUN apt-get install -y --no-install-recommends less\n';
  findingsOf(RULE, text, { look: { pricing } });
  expect(asked).toMatchObject([{ names: ['git'], beside: ['ca-certificates', 'less'] }]);
});

test('names nothing where a list is not known whole', () => {
  const pricing = {
    ...NO_PRICING,
    priceRecommends: () => ({ kind: 'packages' as const, bytes: 9e6, packages: [] }),
  };
  const text = 'FROM debian:12\nARG MORE\nRUN apt-get install -y git $MORE\n';
  expect(findingsOf(RULE, text, { look: { pricing } })).toMatchObject([{ price: null }]);
});

describe('the fix names what the file uses by its program', () => {
  test.each([
    ['git', 'RUN git clone git@example.com:a/b.git', 'git ca-certificates openssh-client'],
    ['git', 'RUN --mount=type=ssh git clone https://example.com/a.git', 'git ca-certificates openssh-client'],
    ['git', 'RUN cd /src && patch -p1 < a.diff', 'git ca-certificates patch'],
    ['git', 'RUN apply-patch x', 'git ca-certificates'],
    ['python3-pip', 'RUN make install', 'python3-pip build-essential'],
    ['python3-pip', 'RUN pip install flask', 'python3-pip'],
    ['npm', 'RUN npm install git+https://example.com/a.git', 'npm git'],
    ['npm make gcc', 'RUN make install', 'npm make gcc libc6-dev'],
  ])('%s for %s', (names, use, all) => {
    const text = (list: string, option: string): string =>
      `FROM debian:12\nRUN apt-get install${option} -y ${list}\n${use}\n`;
    expect(fixedBy(RULE, text(names, ''))).toBe(text(all, ' --no-install-recommends'));
  });
});
