// Java and its like: a jar or classes, and a run-time environment without the compiler: the official one, or one that jlink
// makes of the JDK at hand, with every module of Java SE (JEP 282).
import type { Language, MiddleStage, ReadStage, StageCopy } from '../production-needs.ts';
import { resolvePath } from '../read-commands.ts';
import { isKnownAbsent } from '../start-path.ts';

const BUILDER = /^(?:mvnw?|gradlew?|javac|ant|sbt|kotlinc|scalac|lein|clojure)$/;
/** Java SE, and the modules that providers and libraries ask for by name. */
const MODULES = [
  'java.se',
  'jdk.charsets',
  'jdk.crypto.ec',
  'jdk.localedata',
  'jdk.management',
  'jdk.naming.dns',
  'jdk.net',
  'jdk.unsupported',
  'jdk.zipfs',
];
const RUNTIME = '/opt/java';
const CERTIFICATES = '/etc/ssl/certs/java/cacerts';
const JDK = /^(?:default-jdk|openjdk-?\d+(?:-jdk)?)(?:-headless)?$/;

/** Java, Kotlin, Scala, Clojure. */
export const JAVA: Language = {
  id: 'java',
  isSpoken: ({ commands, start }) =>
    commands.some(({ program }) => BUILDER.test(program)) &&
    (start.words === undefined ||
      /(?:^|\/)java$/.test(start.words[0]!) ||
      BUILDER.test(start.words[0]!.replace(/^.*\//, ''))),
  answer: (stage) => {
    const words = stage.start.words ?? [];
    if (words.length === 0 || BUILDER.test(words[0]!.replace(/^.*\//, '')))
      return {
        unknown: {
          problem: `the image starts ${words[0] === undefined ? 'nothing that is told' : 'the build tool'}`,
          hint: 'Build the jar in a RUN, and start it: CMD ["java", "-jar", "target/app.jar"].',
        },
      };
    const paths = programPaths(stage, words);
    if (paths.length === 0)
      return {
        unknown: {
          problem: 'neither -jar nor -cp tells what is started',
          hint: 'Write CMD ["java", "-jar", "PATH"].',
        },
      };
    const absent = paths.find((path) => !path.includes('*') && isKnownAbsent(stage, path));
    if (absent !== undefined)
      return { unknown: { problem: `the image has no ${absent}`, hint: 'Correct the path in CMD.' } };
    const official = officialRuntime(stage);
    const linksOwn = official === undefined && canLink(stage);
    const middle: MiddleStage | undefined = linksOwn
      ? {
          name: 'java-runtime',
          lines: [
            `RUN jlink --add-modules ${MODULES.join(',')} \\`,
            `    --no-header-files --no-man-pages --compress=2 --output ${RUNTIME}`,
          ],
        }
      : undefined;
    return {
      needs: {
        language: 'java',
        copies: [...(middle === undefined ? [] : linkedRuntime(stage)), ...paths.map((path) => copyOf(path))],
        repeated: [],
        ...(middle === undefined ? {} : { middle }),
        linked: jvmFiles(stage),
        runtime: 'interpreter',
        ...(official === undefined ? {} : { officialBase: official }),
        runtimePackages: middle === undefined ? runtimePackages(stage) : certificates(stage),
        ...(middle === undefined
          ? {}
          : { environment: [`ENV JAVA_HOME=${RUNTIME} PATH=${RUNTIME}/bin:$PATH`] }),
        notes:
          middle === undefined
            ? []
            : [
                'Java is linked from the modules of Java SE; a program that needs others of the JDK names them in --add-modules.',
              ],
      },
    };
  },
};

/** What `-jar`, `-cp` and `@files` name. */
function programPaths({ workdir }: ReadStage, words: readonly string[]): readonly string[] {
  const paths: string[] = [];
  for (const [i, word] of words.entries()) {
    const next = words[i + 1];
    if (word === '-jar' && next !== undefined) paths.push(next);
    if (/^(?:-cp|-classpath|--class-path|-p|--module-path)$/.test(word) && next !== undefined)
      paths.push(...next.split(':'));
  }
  return [...new Set(paths.flatMap((path) => resolvePath(workdir, path) ?? []))];
}

/** The linked run time; Debian's packages keep what it trusts outside of the JDK. */
function linkedRuntime({ stage: { family }, input: { image } }: ReadStage): readonly StageCopy[] {
  const isThere = image === undefined ? family === 'debian' : image.kindOf(CERTIFICATES) === 'file';
  return [
    { paths: [RUNTIME], to: RUNTIME, what: 'Java without its compiler' },
    ...(isThere
      ? [
          {
            paths: [CERTIFICATES],
            to: `${RUNTIME}/lib/security/cacerts`,
            what: 'the certificates that it trusts',
          },
        ]
      : []),
  ];
}

/** A wildcard of the class path is the folder; one that is part of a name goes to COPY. */
function copyOf(path: string): StageCopy {
  const folder = path.replace(/\/\*$/, '');
  const to = folder.includes('*') ? folder.slice(0, folder.lastIndexOf('/') + 1) : folder;
  return { paths: [folder], to, what: 'what is built' };
}

function officialRuntime({ stage: { baseImage } }: ReadStage): string | undefined {
  const { name = '', tag = '' } = baseImage ?? {};
  const last = name.split('/').at(-1)!;
  if (!/^(?:maven|gradle|eclipse-temurin|openjdk|amazoncorretto|sbt|ibm-semeru-runtimes)$/.test(last))
    return undefined;
  const release =
    /(?:temurin|openjdk|jdk|corretto|semeru|java)-?(\d+)/.exec(tag)?.[1] ??
    /^(\d+)(?:\.|-|$)/.exec(last === 'maven' || last === 'gradle' ? '' : tag)?.[1];
  if (release === undefined) return undefined;
  return `eclipse-temurin:${release}-jre${/alpine/.test(tag) ? '-alpine' : ''}`;
}

/** Whether the JDK at hand has jlink and the modules that it links: not before 9, and in Alpine's packages not by itself. */
function canLink({ packages, stage: { family }, input: { image } }: ReadStage): boolean {
  const jdk = packages.find((name) => JDK.test(name));
  if (jdk === undefined || family === 'alpine' || Number(/\d+/.exec(jdk)?.[0] ?? 17) < 9) return false;
  const folders = image?.list('/usr/lib/jvm') ?? [];
  return (
    image === undefined || folders.some((name) => image.kindOf(`/usr/lib/jvm/${name}/jmods`) === 'folder')
  );
}

function runtimePackages({ packages, stage: { family } }: ReadStage): readonly string[] {
  const jdk = packages.find((name) => JDK.test(name));
  const release = /\d+/.exec(jdk ?? '')?.[0];
  if (family === 'alpine')
    return [release === undefined ? 'openjdk17-jre-headless' : `openjdk${release}-jre-headless`];
  return [release === undefined ? 'default-jre-headless' : `openjdk-${release}-jre-headless`];
}

function certificates({ packages }: ReadStage): readonly string[] {
  return packages.filter((name) => name === 'ca-certificates');
}

/** What of the JDK at hand the linked one is made of. */
function jvmFiles({ input: { image } }: ReadStage): readonly string[] {
  if (image === undefined) return [];
  const root = image
    .list('/usr/lib/jvm')
    .map((name) => `/usr/lib/jvm/${name}`)
    .find((path) => image.kindOf(`${path}/lib/server/libjvm.so`) === 'file');
  return root === undefined
    ? []
    : [
        'bin/java',
        'lib/server/libjvm.so',
        'lib/libjava.so',
        'lib/libjli.so',
        'lib/libnet.so',
        'lib/libnio.so',
        'lib/libzip.so',
      ].map((name) => `${root}/${name}`);
}
