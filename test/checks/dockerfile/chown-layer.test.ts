// Layers that are written again for an owner or a mode.
import { describe, expect, test } from 'vitest';
import { NO_PRICING } from '../../../src/checks/dockerfile/pricing.ts';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'chown-layer';

const USER = 'RUN groupadd app && useradd -g app app\n';

describe('finds', () => {
  test.each([
    ['chown of a copy', 'COPY app /srv/app\nRUN chown -R a:a /srv/app', 3],
    ['chmod of a copy', 'COPY app /srv/app\nRUN chmod -R 755 /srv', 3],
    ['chown of a part', 'COPY app /srv/app\nRUN chown -R a:a /srv/app/data', 3],
    [
      'chown of a folder that an argument names',
      'ARG root=""\nCOPY app "$root"\nRUN chown -R a:a "$root/data"',
      4,
    ],
    ['chown of what was installed', 'WORKDIR /w\nRUN npm ci\nRUN chown -R node /w', 4],
  ])('%s', (_, body, line) => {
    expect(placesOf(RULE, `FROM node\n${body}\n`)).toEqual([`warning ${line}`]);
  });

  test('what it costs, where the context is known', () => {
    const pricing = {
      ...NO_PRICING,
      priceContext: (paths: readonly string[]) =>
        ({ kind: 'context', bytes: paths.length * 50_000, files: 1 }) as const,
    };
    const text = 'FROM a\nCOPY app /srv/app\nRUN chown -R a:a /srv/app\n';
    expect(findingsOf(RULE, text, { look: { pricing } })).toEqual([]);
    const large = { ...pricing, priceContext: () => ({ kind: 'context', bytes: 5e6, files: 1 }) as const };
    expect(findingsOf(RULE, text, { look: { pricing: large } })[0]!.price!.bytes).toBe(5e6);
    const small = { ...pricing, priceContext: () => ({ kind: 'context', bytes: 5e5, files: 1 }) as const };
    expect(placesOf(RULE, text, { look: { pricing: small } })).toEqual(['advice 3']);
  });
});

describe('leaves alone', () => {
  test.each([
    ['the folder of another argument', 'ARG a=""\nARG b=""\nCOPY app "$a"\nRUN chown -R a:a "$b/data"'],
    ['what the RUN itself wrote', 'RUN npm ci --prefix /w && chown -R node /w'],
    ['a single file', 'COPY x.sh /x.sh\nRUN chmod +x /x.sh'],
    ['what nothing wrote', 'COPY app /srv\nRUN chown -R a /var/log/nginx'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM node\n${body}\n`)).toEqual([]);
  });
});

describe('the fix', () => {
  test('says the owner where it is copied', () => {
    const text = `FROM debian\n${USER}COPY app /srv/app\n# rights\nRUN chown -R app:app /srv/app\nUSER app\n`;
    expect(fixedBy(RULE, text)).toBe(
      `FROM debian\n${USER}COPY --chown=app:app app /srv/app\n# rights\nUSER app\n`,
    );
  });

  test.each([
    ['WORKDIR made the folder', `${USER}WORKDIR /srv/app\nCOPY app /srv/app\nRUN chown -R app:app /srv/app`],
    ['a RUN made the folder', `${USER}RUN mkdir /srv/app\nCOPY app /srv/app\nRUN chown -R app:app /srv/app`],
    ['the user comes later', `COPY app /srv/app\n${USER}RUN chown -R app:app /srv/app`],
    ['there is no group', `${USER}COPY app /srv/app\nRUN chown -R app /srv/app`],
    ['the RUN does more', `${USER}COPY app /srv/app\nRUN chown -R app:app /srv/app && x`],
    ['it changes more than was copied', `${USER}COPY app /srv/app\nRUN chown -R app:app /srv`],
    ['two instructions copied', `${USER}COPY app /srv/app\nCOPY b /srv/app\nRUN chown -R app:app /srv/app`],
    ['it is a mode', `${USER}COPY app /srv/app\nRUN chmod -R 700 /srv/app`],
    ['it follows links', `${USER}COPY app /srv/app\nRUN chown -RL app:app /srv/app`],
  ])('does nothing where %s', (_, body) => {
    const text = `FROM debian\n${body}\n`;
    expect(fixedBy(RULE, text)).toBe(text);
  });
});

test('finds what the layers below have, unless the step or the file made it', () => {
  const places = (body: string): readonly string[] => placesOf('chown-layer', `FROM a\n${body}\n`);
  expect(places('RUN chown -R app /usr/local')).toEqual(['warning 2']);
  expect(places('RUN apt-get install -y x && chown -R app /usr/share/x')).toEqual([]);
  expect(places('RUN mkdir -p /opt/x\nRUN chown -R app /opt/x')).toEqual([]);
  expect(places('WORKDIR /opt/x\nRUN chown -R app /opt/x')).toEqual([]);
  expect(places('RUN chown -R app /var/log')).toEqual([]);
  expect(places('RUN mv /var/page* /var/www\nRUN chown -R app /var/www')).toEqual(['warning 3']);
});
