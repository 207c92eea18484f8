// What findings cost by the files of the layers that an image has: what the repair of each would not leave there.
import { describe, expect, test } from 'vitest';
import {
  type DockerfilePricing,
  NO_PRICING,
  type PackageQuestion,
} from '../../../src/checks/dockerfile/pricing.ts';
import { findingsOf } from '../../support/judge-dockerfile.ts';

/** A layer that every instruction made, with bytes by path. */
function look(files: Readonly<Record<string, number>>): {
  readonly look: { readonly pricing: DockerfilePricing };
} {
  const priceFiles: DockerfilePricing['priceFiles'] = (_, isCounted) => ({
    kind: 'layer',
    layer: 1,
    bytes: Object.entries(files).reduce((sum, [path, bytes]) => sum + (isCounted(path) ? bytes : 0), 0),
  });
  return { look: { pricing: { ...NO_PRICING, priceFiles } } };
}

const LISTS = { '/var/lib/apt/lists/a': 5e6, '/var/lib/apt/lists/partial/b': 1e6, '/var/lib/apt/other': 7e6 };

test.each([
  ['apt-lists-kept', 'RUN apt-get update && apt-get install -y jq', LISTS, 6e6],
  ['lone-index-update', 'RUN apt-get update\nRUN apt-get install -y jq', LISTS, 6e6],
  [
    'apt-lists-kept',
    'RUN rm /etc/apt/apt.conf.d/docker-clean\nRUN apt-get install -y jq',
    { '/var/cache/apt/archives/jq.deb': 3e6, '/var/cache/apt/pkgcache.bin': 4e6, '/usr/bin/jq': 9e6 },
    7e6,
  ],
  ['system-cache-kept', 'RUN dnf install -y jq', { '/var/cache/dnf/a': 8e6, '/var/cache/b': 1e6 }, 8e6],
  [
    'language-cache-kept',
    'RUN pip install flask',
    { '/root/.cache/pip/http/a': 2e6, '/root/.cache/other': 1e6, '/usr/lib/python3/flask.py': 5e6 },
    2e6,
  ],
  [
    'language-cache-kept',
    'RUN npm install -g yo',
    { '/root/.npm/_cacache/a': 2e6, '/root/.npm/_logs/a.log': 1e6 },
    2e6,
  ],
  // What conda's own cleaning takes is not told by paths.
  ['language-cache-kept', 'RUN conda install -y numpy', { '/opt/conda/pkgs/a': 2e6 }, undefined],
  [
    'archive-kept',
    'RUN curl -o /opt/a.tar.gz https://x/a.tar.gz && tar -xf /opt/a.tar.gz -C /opt/a',
    { '/opt/a.tar.gz': 4e6, '/opt/a/b': 9e6 },
    4e6,
  ],
  [
    'chown-layer',
    'COPY app /srv/app\nRUN apt-get install -y jq && chown -R a:a /srv/app',
    { '/srv/app/a': 4e6, '/srv/apple': 1e6, '/usr/bin/jq': 9e6 },
    4e6,
  ],
  [
    'distribution-upgrade',
    'RUN apt-get update && apt-get upgrade -y',
    { ...LISTS, '/usr/lib/libc.so': 4e6, '/var/lib/apt/other': 0 },
    4e6,
  ],
  // What of it is the upgrade's is not known.
  [
    'distribution-upgrade',
    'RUN apt-get upgrade -y && apt-get install -y jq',
    { '/usr/lib/a': 4e6 },
    undefined,
  ],
] as const)('%s: %s', (rule, body, files, bytes) => {
  const [finding] = findingsOf(rule, `FROM debian:12\n${body}\n`, look(files));
  expect(finding).toBeDefined();
  expect(finding!.price?.bytes).toBe(bytes);
});

describe('a late removal costs', () => {
  const TEXT =
    'FROM debian:12\nRUN apt-get install -y gcc make\nENV A=b\nRUN make\nRUN apt-get purge -y gcc\n';

  test('what the layers from the first to the last hide', () => {
    const asked: number[] = [];
    const pricing: DockerfilePricing = {
      ...NO_PRICING,
      priceHidden: (steps) => {
        asked.push(...steps.map(({ expanded }) => expanded.instruction.startLine));
        return { kind: 'layer', layer: 1, bytes: 5e6 };
      },
      priceInstall: () => ({ kind: 'packages', packages: [], bytes: 9e6 }),
    };
    expect(findingsOf('late-removal', TEXT, { look: { pricing } })[0]!.price!.bytes).toBe(5e6);
    expect(asked).toEqual([2, 4, 5]);
  });

  test.each([
    ['apt-get purge -y gcc', true],
    ['apt-get purge -y --auto-remove gcc', false],
  ])('else the packages of `%s`', (command, isAlone) => {
    const asked: PackageQuestion[] = [];
    const pricing: DockerfilePricing = {
      ...NO_PRICING,
      priceInstall: (question) => {
        asked.push(question);
        return { kind: 'packages', packages: [], bytes: 9e6 };
      },
    };
    const text = TEXT.replace('apt-get purge -y gcc', command);
    expect(findingsOf('late-removal', text, { look: { pricing } })[0]!.price!.bytes).toBe(9e6);
    expect(asked.find(({ names }) => names[0] === 'gcc')).toMatchObject({ beside: ['make'], isAlone });
  });
});

test.each([
  ['tools-shipped', ['vim'], ['curl', 'wget', 'python3']],
  ['wget-and-curl', ['wget'], ['curl', 'vim', 'python3']],
])('%s costs nothing that other packages bring', (rule, names, beside) => {
  const asked: PackageQuestion[] = [];
  const pricing: DockerfilePricing = {
    ...NO_PRICING,
    priceInstall: (question) => {
      asked.push(question);
      return { kind: 'packages', packages: [], bytes: 9e6 };
    },
  };
  const text =
    'FROM debian:12\nRUN apt-get install -y curl wget vim\nRUN apt-get install -y python3\nRUN curl -o /a https://x/a\nCMD ["python3", "/a"]\n';
  findingsOf(rule, text, { look: { pricing } });
  const question = asked.find((each) => each.names.join() === names.join())!;
  expect(new Set(question.beside)).toEqual(new Set(beside));
});
