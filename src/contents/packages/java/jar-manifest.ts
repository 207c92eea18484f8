// META-INF/MANIFEST.MF (JAR File Specification, "Manifest Specification").

/** A manifest's attributes: those of the archive, and those of the sections after them. */
export interface JarManifest {
  readonly main: ReadonlyMap<string, string>;
  readonly sections: readonly ReadonlyMap<string, string>[];
}

/** Reads what is well-formed; a line that is not is passed over. */
export function parseJarManifest(text: string): JarManifest {
  const sections: Map<string, string>[] = [];
  let section: Map<string, string> | undefined;
  let key = '';
  // A value is put together once: joining it line by line would be slow for a million lines.
  let pieces: string[] = [];
  const close = (): void => {
    if (key !== '' && section !== undefined && !section.has(key)) section.set(key, pieces.join('').trim());
    key = '';
    pieces = [];
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line.startsWith(' ')) {
      if (key !== '') pieces.push(line.slice(1));
      continue;
    }
    close();
    if (line === '') {
      section = undefined;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    if (section === undefined) {
      section = new Map();
      sections.push(section);
    }
    key = line.slice(0, colon).trim();
    pieces = [line.slice(colon + 1)];
  }
  close();
  const [main = new Map<string, string>(), ...rest] = sections;
  return { main, sections: rest };
}

/** An attribute of the archive, else of the first section that has it; empty where none does. */
export function findAttribute(manifest: JarManifest, key: string): string {
  const own = manifest.main.get(key) ?? '';
  if (own !== '') return own;
  for (const section of manifest.sections) {
    const value = section.get(key) ?? '';
    if (value !== '') return value;
  }
  return '';
}

/** An attribute of the archive and of every section. */
export function listAttributes(manifest: JarManifest, key: string): readonly string[] {
  return [manifest.main, ...manifest.sections].map((section) => section.get(key) ?? '').filter(Boolean);
}
