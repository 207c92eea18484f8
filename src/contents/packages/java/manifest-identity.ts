// What a manifest tells of the artifact where Maven left nothing in the jar. No field of a manifest is a Maven coordinate, so
// these are guesses; they are made in the order in which syft makes them, for the package URLs to be the same.
import { type ArchiveName, artifactOfName } from './archive-name.ts';
import { findAttribute, type JarManifest, listAttributes } from './jar-manifest.ts';

/** Fields that often hold a group, or a package name that begins with it; the second row where the first has none. */
const GROUP_FIELDS = [
  [
    'Group-Id',
    'Bundle-SymbolicName',
    'Extension-Name',
    'Specification-Vendor',
    'Implementation-Vendor',
    'Implementation-Vendor-Id',
    'Implementation-Title',
    'Bundle-Activator',
  ],
  ['Automatic-Module-Name', 'Main-Class', 'Package'],
] as const;
/** What begins like a domain is a group; what does not is a vendor's name in words. */
const DOMAIN = /^(?:com|org|net|io|be)/;
const NAME_FIELDS = ['Name', 'Bundle-Name', 'Short-Name', 'Extension-Name', 'Implementation-Title'] as const;
const VERSION_FIELDS = [
  'Implementation-Version',
  'Specification-Version',
  'Plugin-Version',
  'Bundle-Version',
] as const;

/** The group, empty where nothing looks like one. */
export function guessGroup(manifest: JarManifest | undefined): string {
  if (manifest === undefined) return '';
  for (const fields of GROUP_FIELDS) {
    const found = fields
      .flatMap((field) => listAttributes(manifest, field))
      .filter((value) => DOMAIN.test(value))
      .map(withoutDirectives)
      .sort();
    if (found[0] !== undefined) return found[0];
  }
  return '';
}

/** The artifact, from the name that Maven's bundle plugin writes, the file name, or what fields there are. */
export function guessArtifact(manifest: JarManifest | undefined, fileName: ArchiveName): string {
  if (manifest === undefined) return fileName.name;
  const named = artifactOfBundle(manifest) || artifactOfName(fileName.name);
  if (named !== '') return named;
  for (const field of NAME_FIELDS) {
    const value = manifest.main.get(field) ?? '';
    if (value !== '') return value;
  }
  return '';
}

/** The version, empty where neither the file name nor the manifest has one. */
export function guessVersion(manifest: JarManifest | undefined, fileName: ArchiveName): string {
  if (fileName.version !== '' || manifest === undefined) return fileName.version;
  for (const field of VERSION_FIELDS) {
    const value = findAttribute(manifest, field);
    if (value !== '') return value;
  }
  return '';
}

/** The licence that a bundle or a Jenkins plugin states. */
export function readManifestLicence(manifest: JarManifest | undefined): string {
  if (manifest === undefined) return '';
  return findAttribute(manifest, 'Bundle-License') || findAttribute(manifest, 'Plugin-License-Name');
}

/** The bundle plugin's symbolic name is `group.artifact`, unless it is the group alone. */
function artifactOfBundle(manifest: JarManifest): string {
  if (!(manifest.main.get('Created-By') ?? '').includes('Apache Maven Bundle Plugin')) return '';
  const symbolicName = withoutDirectives(manifest.main.get('Bundle-SymbolicName') ?? '');
  if (symbolicName === '' || symbolicName === manifest.main.get('Implementation-Vendor-Id')) return '';
  return symbolicName.slice(symbolicName.lastIndexOf('.') + 1);
}

/** OSGi's directives follow a semicolon: `org.bar;singleton:=true`. */
function withoutDirectives(value: string): string {
  return value.split(';', 1)[0]!.split('#', 1)[0]!.trim();
}
