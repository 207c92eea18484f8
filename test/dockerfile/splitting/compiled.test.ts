// Go, Rust, C and C++: one program, its libraries, and what it reads while it runs.
import { describe, expect, test } from 'vitest';
import { makeImage, splitText } from './split-text.ts';

const GLIBC = { soname: 'libc.so.6', path: '/usr/lib/x86_64-linux-gnu/libc.so.6', packageName: 'libc6' };
const LOADER = '/lib64/ld-linux-x86-64.so.2';

function textOf(...args: Parameters<typeof splitText>): string {
  const outcome = splitText(...args);
  if (outcome.kind !== 'split') throw new Error(JSON.stringify(outcome));
  return outcome.text;
}

describe('Go', () => {
  const file = `# head
FROM golang:1.22
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0 GOFLAGS=-mod=vendor
ENV GREETING="hello there"
RUN go build -o /bin/app ./cmd/app # inline
LABEL a=b
EXPOSE 80
CMD ["/bin/app", "-c", "/src/config.yml"]
# foot
`;

  test('without cgo is built on scratch; what is read while it runs comes along', () => {
    const files = { 'config.yml': '', 'templates/page.html': '', 'main.go': '', 'test/data.json': '' };
    expect(
      textOf(file, { files, image: makeImage(['/bin/app', '/src/config.yml', '/src/templates/page.html']) }),
    ).toBe(
      `${file.replace('golang:1.22', 'golang:1.22 AS development')}
FROM scratch AS production
ENV GREETING="hello there"
# what is built
COPY --from=development /bin/app /bin/app
# named when it starts
COPY --from=development /src/config.yml /src/config.yml
# templates: read while it runs
COPY --from=development /src/templates /src/templates
WORKDIR /src
LABEL a=b
EXPOSE 80
CMD ["/bin/app", "-c", "/src/config.yml"]
`,
    );
  });

  test('without an image is the same as long as it is linked with nothing', () => {
    const outcome = splitText(file, { files: { 'main.go': '' } });
    expect(outcome).toMatchObject({ kind: 'split', base: { kind: 'scratch', libraries: [] } });
  });

  test('with cgo needs to be told what it is linked with', () => {
    const cgo = file.replace('CGO_ENABLED=0 ', '');
    expect(splitText(cgo)).toMatchObject({ kind: 'unknown', hint: expect.stringContaining('--image') });
    expect(splitText(cgo.replace('golang:1.22', 'golang:1.22-bookworm'))).toMatchObject({
      kind: 'split',
      base: { kind: 'distribution', from: 'debian:bookworm-slim' },
    });
    const text = textOf(cgo, { image: makeImage(['/bin/app', '/src/config.yml'], [GLIBC], [LOADER]) });
    expect(text).toContain(`FROM scratch AS production
ENV GREETING="hello there"
# libraries that it is linked with
COPY --from=development /usr/lib/x86_64-linux-gnu/libc.so.6 /usr/lib/x86_64-linux-gnu/
COPY --from=development ${LOADER} ${LOADER}
`);
  });

  test('is not put on scratch where a shell starts it', () => {
    const shell = file.replace('CMD ["/bin/app", "-c", "/src/config.yml"]', 'CMD /bin/app');
    expect(splitText(shell.replace('golang:1.22', 'golang:1.22-alpine3.19'))).toMatchObject({
      kind: 'split',
      base: { kind: 'distribution', from: 'alpine:3.19' },
    });
  });

  test.each([
    ['go install ./cmd/app', 'CMD ["/go/bin/app"]', '/go/bin/app'],
    ['go install ./cmd/app', 'CMD ["app"]', '/go/bin/app'],
    ['cd cmd && go build -o ../out/ .', 'CMD ["/src/out/app"]', undefined],
    ['go build -o app', 'ENTRYPOINT ["./app"]', '/src/app'],
    ['go build', 'CMD ["/src/app"]', '/src/app'],
  ])('%s and %s', (run, cmd, path) => {
    const outcome = splitText(
      `FROM golang:1.22\nENV CGO_ENABLED=0\nWORKDIR /src\nCOPY . .\nRUN ${run}\n${cmd}\n`,
      {
        files: { 'go.mod': 'module example.com/app/v2\n' },
      },
    );
    if (path === undefined) expect(outcome.kind).not.toBe('no-gain');
    else expect(outcome).toMatchObject({ kind: 'split', needs: { copies: [{ paths: [path] }] } });
  });
});

describe('C and C++', () => {
  const file = `FROM debian:bookworm AS compile
RUN apt-get update && apt-get install -y build-essential libpq-dev tzdata
COPY . /src
RUN cd /src && ./configure --prefix=/opt/tool && make && make install
USER app
CMD ["/opt/tool/bin/tool"]
`;

  test("libraries beside the usual folders bring the loader's cache", () => {
    const image = makeImage(
      ['/opt/tool/bin/tool', '/usr/share/zoneinfo/UTC'],
      [GLIBC, { soname: 'libtool.so.1', path: '/opt/tool/lib/libtool.so.1' }],
      [LOADER],
    );
    const text = textOf(file, { image });
    expect(text).toContain('\nFROM compile AS development\n');
    expect(text).toContain('FROM scratch AS production\n');
    expect(text).toContain('COPY --from=compile /opt/tool/lib/libtool.so.1 /opt/tool/lib/\n');
    expect(text).toContain('COPY --from=compile /etc/ld.so.cache /etc/ld.so.cache\n');
    expect(text).toContain('COPY --from=compile /usr/share/zoneinfo /usr/share/zoneinfo\n');
    expect(text.endsWith('CMD ["/opt/tool/bin/tool"]\nUSER app\n')).toBe(true);
  });

  test('without an image the names of header packages tell the libraries', () => {
    expect(splitText(file)).toMatchObject({
      kind: 'split',
      base: { kind: 'distribution', from: 'debian:bookworm-slim', packages: ['libpq5', 'tzdata'] },
    });
    expect(splitText(file.replace('libpq-dev', 'libodd-dev'))).toMatchObject({
      notes: [expect.stringContaining('libodd-dev')],
    });
  });

  test('a library that is nowhere is said, not guessed', () => {
    const image = makeImage(['/opt/tool/bin/tool'], [], [LOADER], ['libgone.so.3']);
    expect(splitText(file, { image })).toMatchObject({
      kind: 'unknown',
      problem: expect.stringContaining('libgone.so.3'),
    });
  });

  test('what is not there is not copied', () => {
    expect(splitText(file, { image: makeImage(['/bin/sh']) })).toMatchObject({ kind: 'unknown' });
  });

  test('a script that starts the program needs a shell, and comes along', () => {
    const outcome = splitText(
      `FROM debian:12\nRUN apt-get install -y gcc\nCOPY start.sh /\nCOPY main.c /src/\nRUN gcc -o /usr/bin/tool /src/main.c\nENTRYPOINT ["/start.sh"]\n`,
      { image: makeImage(['/start.sh', '/usr/bin/tool']) },
    );
    expect(outcome).toMatchObject({
      kind: 'split',
      base: { kind: 'distribution', from: 'debian:12-slim' },
      needs: { copies: [{ paths: ['/usr/bin/tool'] }] },
    });
    expect(outcome.kind === 'split' && outcome.needs.repeated.map(({ destination }) => destination)).toEqual([
      '/',
    ]);
    expect(outcome.kind === 'split' && outcome.text).toContain('\nCOPY start.sh /\n');
  });

  test.each([
    ['["tini", "--", "/usr/bin/tool", "-x"]', 'tini', ['tini']],
    ['["/tini", "-g", "--", "/usr/bin/tool"]', 'curl', []],
    ['["gosu", "app", "/usr/bin/tool"]', 'gosu', ['gosu']],
  ])('started by %s, what hands on signals comes too', (entry, installed, packages) => {
    const outcome = splitText(
      `FROM debian:12\nRUN apt-get install -y gcc ${installed}\nCOPY main.c /src/\nRUN gcc -static -o /usr/bin/tool /src/main.c\nENTRYPOINT ${entry}\n`,
    );
    expect(outcome).toMatchObject({
      kind: 'split',
      base: { kind: 'distribution', packages },
      needs: { copies: [{ paths: ['/usr/bin/tool'] }] },
    });
    expect(outcome.kind === 'split' && outcome.text.includes('COPY --from=development /tini /tini\n')).toBe(
      entry.includes('/tini'),
    );
  });

  test('a health check that calls a program keeps its package', () => {
    const outcome = splitText(
      `FROM debian:12\nRUN apt-get install -y gcc curl git\nCOPY main.c /src/\nRUN gcc -static -o /usr/bin/tool /src/main.c\nHEALTHCHECK --interval=5s CMD curl -f localhost || exit 1\nCMD ["/usr/bin/tool"]\n`,
    );
    expect(outcome).toMatchObject({ kind: 'split', base: { kind: 'distribution', packages: ['curl'] } });
  });
});

test.each([
  ['cargo build --release', ['/app/target/release/tool']],
  [
    'cargo build --release --target x86_64-unknown-linux-musl',
    ['/app/target/x86_64-unknown-linux-musl/release/tool'],
  ],
])('Rust: %s', (run, paths) => {
  const outcome = splitText(
    `FROM rust:1-bookworm\nWORKDIR /app\nCOPY . .\nRUN ${run}\nCMD ["${paths[0]}"]\n`,
    {
      files: { 'Cargo.toml': '[package]\nname = "tool"\n[dependencies]\nname = "other"\n' },
    },
  );
  expect(outcome).toMatchObject({ kind: 'split', needs: { language: 'rust', copies: [{ paths }] } });
  expect(outcome.kind === 'split' && outcome.base.kind).toBe(
    run.includes('musl') ? 'scratch' : 'distribution',
  );
});
