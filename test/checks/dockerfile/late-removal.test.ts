// What a later layer only hides, and the RUNs that become one.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy, placesOf } from '../../support/judge-dockerfile.ts';

const RULE = 'late-removal';

describe('finds', () => {
  test.each([
    ['lists', 'RUN apt-get update && apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*', 3],
    ['a download', 'WORKDIR /w\nRUN curl -O https://example.com/x.tgz\nRUN tar xf x.tgz\nRUN rm x.tgz', 5],
    ['what was copied', 'COPY src /src\nENV A=b\nRUN make -C /src && rm -rf /src', 4],
    ['a clone', 'WORKDIR /w\nRUN git clone https://example.com/a/b\nUSER c\nRUN rm -rf /w/b', 5],
    ['packages', 'RUN apk add --no-cache gcc\nCOPY a /b\nRUN apk del gcc', 4],
    ['a virtual package', 'RUN apk add --no-cache --virtual .d gcc\nCOPY a /b\nRUN apk del .d', 4],
    ["a manager's cache", 'RUN yum install -y gcc\nCOPY a /b\nRUN yum clean all', 4],
    ['node_modules', 'WORKDIR /w\nRUN npm install\nCOPY a /b\nRUN rm -rf /w/node_modules', 5],
  ])('%s', (_, body, line) => {
    expect(placesOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([`warning ${line}`]);
  });

  test('what the stage below wrote', () => {
    const text = 'FROM debian:12 AS b\nRUN apt-get update\nFROM b\nRUN rm -rf /var/lib/apt/lists/*\n';
    expect(placesOf(RULE, text)).toEqual(['warning 4']);
  });

  test('a small file as advice', () => {
    expect(placesOf(RULE, 'FROM a\nCOPY x.sh /tmp/x.sh\nRUN sh /tmp/x.sh && rm /tmp/x.sh\n')).toEqual([
      'advice 3',
    ]);
  });

  test.each([
    ['patterns', 'COPY src /tmp/app-1/src\nRUN rm -rf /tmp/app-*', 3],
    ['what a build tool made', 'WORKDIR /w\nRUN mvn package\nRUN rm -rf target', 4],
    ['what the step opens', 'WORKDIR /w\nRUN curl -O http://a/b.tgz\nRUN tar xzf b.tgz && rm b.tgz', 4],
    ['a RUN that only cleans', 'RUN apt-get install -y a\nRUN apt-get clean', 3],
    ['the index that apk add fetched', 'RUN apk add a\nCOPY a /b\nRUN rm -rf /var/cache/apk/*', 4],
    ['relative paths where the base is known', 'RUN curl -O http://a/b.tgz\nRUN rm b.tgz', 3],
  ])('%s', (_, body, line) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`).map((each) => each.line)).toEqual([line]);
  });

  test('relative paths where the base decides of the folder', () => {
    const text = 'FROM a\nRUN curl -O http://a/b.tgz\nRUN tar xzf b.tgz\nRUN rm ./b.tgz\n';
    expect(placesOf(RULE, text)).toEqual(['warning 4']);
  });

  test('who fetched the index of apk first', () => {
    const text = 'FROM alpine\nRUN apk update\nRUN apk add a\nCOPY a /b\nRUN rm -rf /var/cache/apk/*\n';
    expect(findingsOf(RULE, text).map(({ message }) => message)).toEqual([
      expect.stringContaining('the layer of line 2'),
    ]);
  });

  test('each layer once', () => {
    const text = 'FROM debian:12\nWORKDIR /w\nCOPY a.tgz b.tgz /w/\nRUN x && rm a.tgz && rm b.tgz\n';
    const [finding, ...more] = findingsOf(RULE, text);
    expect(more).toEqual([]);
    expect(finding!.message).toMatch(/a\.tgz, \/w\/b\.tgz stay/);
  });
});

describe('leaves alone', () => {
  test.each([
    ['what the base image has', 'RUN rm /etc/nginx/conf.d/default.conf'],
    [
      'what the RUN itself wrote',
      'RUN apt-get update\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*',
    ],
    [
      'a file that may not have been there',
      'COPY . /w\nWORKDIR /w\nRUN php installer.php && rm composer-setup.php',
    ],
    ['what a build made', 'COPY . /w\nWORKDIR /w\nRUN make && rm -rf build'],
    ['a cache that is mounted', 'RUN --mount=type=cache,target=/root/.npm npm ci\nRUN rm -rf /root/.npm'],
    ['apt-get clean behind something else', 'RUN apt-get install -y a\nRUN x && apt-get clean'],
    ['files of its own', 'COPY a.tgz /w/a.tgz\nRUN tar xf /w/a.tgz -C /w && rm -rf /w/a-1'],
    ['what the step named before', 'COPY . /w\nRUN cd /w && make gopath && rm -rf gopath'],
    ['patterns in a copied folder', 'COPY . /w\nRUN rm -rf /w/*.deb'],
    ['an empty folder', 'RUN mv /x /w/y\nRUN rmdir /w/y'],
    ['an unknown path', 'COPY a /a\nRUN rm -rf "$X"'],
  ])('%s', (_, body) => {
    expect(findingsOf(RULE, `FROM debian:12\n${body}\n`)).toEqual([]);
  });

  test.each([
    ['the same name in another folder', 'RUN curl -O http://a/b.tgz\nWORKDIR x\nRUN rm b.tgz'],
    ['what lies elsewhere', 'RUN pip install a\nRUN rm -rf *'],
    [
      'what came out of an archive and went again',
      'WORKDIR /w\nRUN curl -O http://a/b-1.tar.gz && tar xf b-1.tar.gz && mv b-1/x /x && rm -rf b-1 b-1.tar.gz\nRUN rm -rf /w',
    ],
  ])('%s, in an unknown base', (_, body) => {
    expect(findingsOf(RULE, `FROM a\n${body}\n`)).toEqual([]);
  });

  test('a stage that is left behind', () => {
    expect(
      findingsOf(RULE, 'FROM a AS b\nCOPY src /src\nRUN rm -rf /src\nFROM c\nCOPY --from=b /x /x\n'),
    ).toEqual([]);
  });
});

describe('the fix', () => {
  test('joins what stands one behind the other, comments and all', () => {
    expect(
      fixedBy(
        RULE,
        'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y a\n\n# clean up\nRUN rm -rf /var/lib/apt/lists/*\nCMD b\n',
      ),
    ).toBe(
      'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y a \\\n# clean up\n    && rm -rf /var/lib/apt/lists/*\nCMD b\n',
    );
  });

  test('joins three', () => {
    const text =
      'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y a\nRUN rm -rf /var/lib/apt/lists/*\n';
    const fixed = fixedBy(RULE, text);
    expect(fixed).toBe(
      'FROM debian:12\nRUN apt-get update \\\n    && apt-get install -y a \\\n    && rm -rf /var/lib/apt/lists/*\n',
    );
    expect(fixedBy(RULE, fixed)).toBe(fixed);
  });

  const writer = 'RUN curl -o /x.tgz https://example.com/x.tgz';
  test.each([
    ['something stands between', `${writer}\nENV A=b\nRUN rm /x.tgz`],
    ['the first leaves a folder', `RUN cd /opt && curl -o /x.tgz https://example.com/x.tgz\nRUN rm /x.tgz`],
    ['the first leaves a mask', `RUN umask 077 && curl -o /x.tgz https://example.com/x.tgz\nRUN rm /x.tgz`],
    [
      'the first leaves a variable',
      `RUN export A=b && curl -o /x.tgz https://example.com/x.tgz\nRUN rm /x.tgz`,
    ],
    ['the first leaves a process', `RUN curl -o /x.tgz https://example.com/x.tgz; x &\nRUN rm /x.tgz`],
    ['the second may hide a failure', `${writer}\nRUN rm /x.tgz || true`],
    ['the second goes on after a failure', `${writer}\nRUN rm /x.tgz; y`],
    ['the second has a mount', `${writer}\nRUN --mount=type=tmpfs,target=/t rm /x.tgz`],
    ['the second has no shell', `${writer}\nRUN ["rm", "/x.tgz"]`],
    ['the second is a heredoc', `${writer}\nRUN <<E\nrm /x.tgz\nE`],
    ['the first ends in a comment', `${writer} # note\nRUN rm /x.tgz`],
    ['the user differs', `${writer}\nUSER b\nRUN rm /x.tgz`],
  ])('does nothing where %s', (_, body) => {
    const text = `FROM debian:12\n${body}\n`;
    expect(fixedBy(RULE, text)).toBe(text);
  });

  test('keeps what a subshell keeps for itself', () => {
    expect(
      fixedBy(
        RULE,
        'FROM debian:12\nRUN (cd /a && curl -o /x.tgz https://example.com/x.tgz)\nRUN rm /x.tgz\n',
      ),
    ).toMatch(/\) \\\n {4}&& rm/);
  });

  test('uses the escape character of the file', () => {
    const text = '# escape=`\nFROM debian:12\nRUN curl -o /x.tgz https://example.com/x.tgz\nRUN rm /x.tgz\n';
    expect(fixedBy(RULE, text)).toMatch(/x\.tgz `\n {4}&& rm/);
  });
});
