// Names of proposed platform images: by the runtime that they bring, by certificates, else by what they are for.
import type { ItemDetails } from './problem-items.ts';

/** What is told by packages and files of it; the first that fits names the platform. */
const TELLING: readonly (readonly [string, RegExp])[] = [
  ['java', /^(?:openjdk|temurin|java-|zulu)|\/(?:jre|jdk|java)\b.*libjvm\.so$/],
  ['dotnet', /^(?:dotnet|aspnetcore)-?(?:runtime|sdk|hostfxr)|^usr\/share\/dotnet\//],
  ['node', /^nodejs$|(?:^|\/)bin\/node$/],
  ['python', /^python3$|^python3\.\d+$|(?:^|\/)bin\/python3\.\d+$/],
  ['php', /^php[\d.]*(?:-cli|-common)?$/],
  ['ruby', /^ruby[\d.]*$/],
  ['go', /^golang/],
  ['perl', /^perl$/],
  ['build', /^(?:gcc|g\+\+|build-essential|build-base|clang|make)$/],
  ['certificates', /^ca-certificates(?:-bundle)?$/],
];

/** Names platforms after a distribution, none twice. */
export class PlatformNames {
  readonly #taken = new Set<string>();

  /** Parents first, so that what a parent is called is not what its child is. */
  choose(distribution: string, adds: readonly ItemDetails[]): string {
    const kinds = TELLING.filter(([, pattern]) => adds.some(({ name }) => pattern.test(name))).map(
      ([kind]) => kind,
    );
    const kind = kinds[0] ?? 'tools';
    const system =
      distribution
        .toLowerCase()
        .replace(/[^a-z0-9.]+/g, '-')
        .replace(/^-|-$/g, '') || 'base';
    const plain = `platform/${system}-${kind}`;
    for (let i = 1; ; i++) {
      const name = i === 1 ? plain : `${plain}-${i}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}
