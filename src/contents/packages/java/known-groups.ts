// Groups of artifacts whose builds (Gradle, Ant, Eclipse) leave no pom.xml in the jar and name no group in the manifest. Only
// projects that own a name and all names that begin with it, as published on Maven Central.

/** The name itself, or with more behind `-`, `_` or `.`; the first that fits counts. */
const NAMES: readonly (readonly [name: string, group: string])[] = [
  ['spring-boot', 'org.springframework.boot'],
  ['spring-security', 'org.springframework.security'],
  ['spring-integration', 'org.springframework.integration'],
  ['spring-session', 'org.springframework.session'],
  ['spring-batch', 'org.springframework.batch'],
  ['spring-kafka', 'org.springframework.kafka'],
  ['tomcat-embed', 'org.apache.tomcat.embed'],
  ['tomcat', 'org.apache.tomcat'],
  ['kafka', 'org.apache.kafka'],
  ['ant', 'org.apache.ant'],
  ['xalan', 'xalan'],
  ['elasticsearch', 'org.elasticsearch'],
  ['okhttp', 'com.squareup.okhttp3'],
  ['lz4-java', 'org.lz4'],
  ['org.eclipse.core', 'org.eclipse.platform'],
];
/** Spring Framework's own modules; other projects begin their names with `spring-` too. */
const SPRING_MODULES = new Set(
  (
    'aop aspects beans context context-indexer context-support core expression instrument jcl jdbc jms messaging orm oxm ' +
    'r2dbc test tx web webflux webmvc websocket'
  )
    .split(' ')
    .map((module) => `spring-${module}`),
);
/** `bcprov-jdk18on`: the suffix says for which Java it is built. */
const BOUNCY_CASTLE = /^bc[a-z]+-(?:ext-|debug-)?(?:jdk|lts)\d+\w*$/;

/** The group of a well-known artifact, empty for any other. */
export function findKnownGroup(artifact: string): string {
  if (SPRING_MODULES.has(artifact)) return 'org.springframework';
  if (BOUNCY_CASTLE.test(artifact)) return 'org.bouncycastle';
  const fits = ([name]: readonly [string, string]): boolean =>
    artifact === name || (artifact.startsWith(name) && '-_.'.includes(artifact[name.length]!));
  return NAMES.find(fits)?.[1] ?? '';
}
