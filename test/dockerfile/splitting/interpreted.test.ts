// Languages that need their runtime: what is built moves, what is not built gets the honest answer.
import { describe, expect, test } from 'vitest';
import { makeImage, splitText } from './split-text.ts';

describe('Java', () => {
  test.each([
    ['maven:3.9-eclipse-temurin-21', 'eclipse-temurin:21-jre'],
    ['gradle:8.7-jdk17-alpine', 'eclipse-temurin:17-jre-alpine'],
    ['eclipse-temurin:17', 'eclipse-temurin:17-jre'],
    ['openjdk:11-jdk-slim', 'eclipse-temurin:11-jre'],
  ])('on %s runs on %s', (base, runtime) => {
    expect(
      splitText(
        `FROM ${base}\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/app.jar"]\n`,
      ),
    ).toMatchObject({
      kind: 'split',
      base: { from: runtime },
      needs: { copies: [{ paths: ['/app/target/app.jar'] }] },
    });
  });

  test('of a distribution is linked without its compiler', () => {
    const outcome = splitText(
      'FROM debian:12-slim\nRUN apt-get install -y openjdk-17-jdk-headless ca-certificates\nWORKDIR /app\nCOPY . .\nRUN javac -d . Main.java\nCMD ["java", "-cp", "/app:/lib/*", "Main"]\n',
    );
    expect(outcome).toMatchObject({
      kind: 'split',
      base: { from: 'debian:12-slim', packages: ['ca-certificates'] },
    });
    const text = outcome.kind === 'split' ? outcome.text : '';
    expect(text).toContain('FROM development AS java-runtime\nRUN jlink --add-modules java.se,');
    expect(text).toContain('ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:$PATH\n');
    expect(text).toContain('COPY --from=java-runtime /lib /lib\n');
  });

  test.each([
    ['debian:12-slim', 'apt-get install -y openjdk-8-jdk', 'openjdk-8-jre-headless'],
    ['alpine:3.19', 'apk add openjdk17', 'openjdk17-jre-headless'],
  ])('of %s that cannot be linked comes as a package', (base, install, runtime) => {
    expect(
      splitText(
        `FROM ${base}\nRUN ${install}\nWORKDIR /app\nCOPY . .\nRUN javac -d . Main.java\nCMD ["java", "-cp", ".", "Main"]\n`,
      ),
    ).toMatchObject({ kind: 'split', base: { from: base, packages: [runtime] } });
  });

  test('of a distribution needs no package for what it is linked from itself', () => {
    const jvm = '/usr/lib/jvm/java-17-openjdk-amd64/lib';
    const image = makeImage(
      ['/app/app.jar', `${jvm}/server/libjvm.so`, `${jvm}/../jmods/java.base.jmod`.replace('/lib/..', '')],
      [
        { soname: 'libjvm.so', path: `${jvm}/server/libjvm.so`, packageName: 'openjdk-17-jre-headless' },
        { soname: 'liblcms2.so.2', path: '/usr/lib/liblcms2.so.2', packageName: 'liblcms2-2' },
      ],
    );
    expect(
      splitText(
        'FROM debian:12-slim\nRUN apt-get install -y openjdk-17-jdk-headless\nWORKDIR /app\nCOPY . .\nRUN javac -d . Main.java\nCMD ["java", "-jar", "app.jar"]\n',
        { image },
      ),
    ).toMatchObject({ kind: 'split', base: { packages: ['liblcms2-2'] } });
  });

  test.each(['CMD ["mvn", "spring-boot:run"]', 'CMD ["java", "Main"]', ''])(
    'started by %s cannot be told',
    (cmd) => {
      expect(splitText(`FROM maven:3-eclipse-temurin-21\nRUN mvn package\n${cmd}\n`)).toMatchObject({
        kind: 'unknown',
      });
    },
  );
});

describe('TypeScript', () => {
  const file =
    'FROM node:20\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/main.js"]\n';
  const files = {
    'package.json': JSON.stringify({
      scripts: { build: 'tsc', start: 'node dist/main.js' },
      dependencies: { a: '1' },
      devDependencies: { b: '1' },
    }),
    'src/main.ts': '',
    'public/a.css': '',
  };

  test('takes over what is built, and modules without those for development', () => {
    const outcome = splitText(file, { files });
    expect(
      outcome.kind === 'split' && outcome.text.slice(outcome.text.indexOf('\n\nFROM') + 2),
    ).toBe(`FROM development AS production-modules
WORKDIR /app
RUN npm prune --omit=dev

FROM node:20-slim AS production
# modules that are loaded while it runs
COPY --from=production-modules /app/node_modules /app/node_modules
# what kind of modules these are
COPY --from=production-modules /app/package.json /app/
# what is built
COPY --from=production-modules /app/dist /app/dist
# public: read while it runs
COPY --from=production-modules /app/public /app/public
WORKDIR /app
CMD ["node", "dist/main.js"]
`);
  });

  test('started through npm on a distribution starts node itself, and says so', () => {
    const outcome = splitText(
      file
        .replace('FROM node:20', 'FROM debian:12\nRUN apt-get install -y nodejs npm')
        .replace('["node", "dist/main.js"]', '["npm", "start"]'),
      { files },
    );
    expect(outcome).toMatchObject({ kind: 'split', base: { from: 'debian:12-slim', packages: ['nodejs'] } });
    expect(outcome.kind === 'split' && outcome.text).toMatch(
      /# npm only starts it.*\nCMD \["node","dist\/main.js"\]\n$/,
    );
  });

  test('without dependencies has no modules', () => {
    const outcome = splitText(file, {
      files: { ...files, 'package.json': '{"scripts":{"build":"tsc"},"devDependencies":{"b":"1"}}' },
    });
    expect(outcome.kind === 'split' && outcome.text).not.toContain('node_modules');
  });
});

describe('Python', () => {
  const compiled =
    'FROM python:3.12\nRUN apt-get install -y gcc libpq-dev\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["gunicorn", "app:app"]\n';

  test('with compiled wheels takes over the packages and copies the sources as before', () => {
    const outcome = splitText(compiled);
    expect(outcome).toMatchObject({
      kind: 'split',
      base: { from: 'python:3.12-slim', packages: ['libpq5'] },
    });
    const text = outcome.kind === 'split' ? outcome.text : '';
    expect(text).toContain(
      'COPY --from=development /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages\n',
    );
    expect(text).toContain('COPY --from=development /usr/local/bin/gunicorn /usr/local/bin/gunicorn\n');
    expect(text.match(/^COPY \. \.$/gm)).toHaveLength(2);
    expect(text.match(/^WORKDIR \/app$/gm)).toHaveLength(2);
  });

  test('in a virtual environment takes that', () => {
    const outcome = splitText(
      compiled.replace(
        'RUN pip install',
        'ENV PATH=/opt/venv/bin:$PATH\nRUN python -m venv /opt/venv && pip install',
      ),
    );
    expect(outcome).toMatchObject({ needs: { copies: [{ paths: ['/opt/venv'] }] } });
  });

  test('by soname where an image tells', () => {
    const image = makeImage(
      ['/usr/local/lib/python3.11/dist-packages/a.so', '/usr/local/bin/gunicorn'],
      [
        {
          soname: 'libyaml-0.so.2',
          path: '/usr/lib/x86_64-linux-gnu/libyaml-0.so.2',
          packageName: 'libyaml-0-2',
        },
        { soname: 'libc.so.6', path: '/usr/lib/x86_64-linux-gnu/libc.so.6', packageName: 'libc6' },
      ],
    );
    const file = compiled
      .replace('FROM python:3.12', 'FROM debian:bookworm')
      .replace('gcc', 'gcc python3-pip');
    const written = splitText(file, { image });
    expect(written.kind === 'split' && written.text).toContain(
      'rm -rf /var/lib/apt/lists/* /var/cache/apt/*\n',
    );
    expect(written).toMatchObject({
      base: { from: 'debian:bookworm-slim', packages: ['libyaml-0-2', 'python3'] },
    });
  });

  test('without compilers gains nothing; a full base is told', () => {
    const plain = compiled.replace('RUN apt-get install -y gcc libpq-dev\n', '');
    expect(splitText(plain)).toMatchObject({
      kind: 'no-gain',
      language: 'Python',
      instead: expect.stringContaining('FROM python:3.12-slim'),
    });
    expect(splitText(plain.replace('python:3.12', 'python:3.12-slim'))).not.toHaveProperty('instead');
  });
});

test('.NET runs on the runtime of its version, ASP.NET on its own', () => {
  const file =
    'FROM mcr.microsoft.com/dotnet/sdk:8.0\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -o /app\nENTRYPOINT ["dotnet", "/app/x.dll"]\n';
  const sdk = (name: string) => ({ 'x.csproj': `<Project Sdk="${name}"></Project>` });
  expect(splitText(file, { files: sdk('Microsoft.NET.Sdk') })).toMatchObject({
    base: { from: 'mcr.microsoft.com/dotnet/runtime:8.0' },
    needs: { copies: [{ paths: ['/app'] }] },
  });
  expect(splitText(file, { files: sdk('Microsoft.NET.Sdk.Web') })).toMatchObject({
    base: { from: 'mcr.microsoft.com/dotnet/aspnet:8.0' },
  });
});

test("PHP keeps its extensions and Composer's packages for production", () => {
  const outcome = splitText(
    'FROM php:8.3-fpm\nRUN apt-get install -y libzip-dev git unzip && docker-php-ext-install zip\nWORKDIR /app\nCOPY . .\nRUN composer install\nCMD ["php-fpm"]\n',
  );
  expect(outcome).toMatchObject({ kind: 'split', base: { from: 'php:8.3-fpm', packages: ['libzip4'] } });
  expect(outcome.kind === 'split' && outcome.text).toContain(
    'FROM development AS production-packages\nWORKDIR /app\nRUN composer install --no-dev',
  );
});

test('Ruby takes over its gems', () => {
  expect(
    splitText(
      'FROM ruby:3.3\nRUN apt-get install -y libpq-dev\nCOPY . /app\nWORKDIR /app\nRUN bundle install\nCMD ["puma"]\n',
    ),
  ).toMatchObject({
    kind: 'split',
    base: { from: 'ruby:3.3-slim', packages: ['libpq5'] },
    needs: { copies: [{ paths: ['/usr/local/bundle'] }] },
  });
});

test.each([
  ['Node', 'FROM node:20-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "index.js"]\n'],
  ['Ruby', 'FROM ruby:3-slim\nCOPY . /app\nCMD ["ruby", "/app/a.rb"]\n'],
  ['PHP', 'FROM php:8-cli\nCOPY . /app\nCMD ["php", "/app/a.php"]\n'],
  ['perl', 'FROM debian:12\nRUN apt-get install -y perl\nCOPY a.pl /\nCMD ["perl", "/a.pl"]\n'],
  ['nginx', 'FROM nginx\nCOPY html /usr/share/nginx/html\nCMD ["nginx", "-g", "daemon off"]\n'],
])('%s without a build gains nothing', (language, file) => {
  expect(splitText(file)).toMatchObject({
    kind: 'no-gain',
    language,
    reason: expect.stringMatching(/nothing is|neither|no gem/i),
  });
});
