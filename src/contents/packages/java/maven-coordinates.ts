// Maven's names for an artifact, and the file that its archiver leaves in a jar (maven.apache.org/pom.html, "Maven Coordinates";
// maven.apache.org/shared/maven-archiver, "pom.properties content").

/** What names an artifact; empty where it is not known. */
export interface MavenCoordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
}

/** The coordinates in a pom.properties; those that it does not state are empty. */
export function parsePomProperties(text: string): MavenCoordinates {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith('!')) continue;
    const separator = content.search(/[=:]/);
    if (separator > 0) values.set(content.slice(0, separator).trim(), content.slice(separator + 1).trim());
  }
  const get = (key: string): string => values.get(key) ?? '';
  return { group: get('groupId'), artifact: get('artifactId'), version: get('version') };
}
