// What production is built on: the smallest base that carries what it needs. A native program whose libraries are known needs
// nothing but them; everything else needs its runtime, from the official image that has no more, or from the distribution.
import { isBuildPackage, librariesBehind } from './build-packages.ts';
import { isPackageName } from './instruction-text.ts';
import type { ProductionNeeds, ReadStage, Unknown } from './production-needs.ts';
import type { LinkedLibrary } from './split-input.ts';

/** A base, and what must be put on it. */
export interface ProductionBase {
  readonly kind: 'scratch' | 'official' | 'distribution' | 'given';
  /** As FROM writes it. */
  readonly from: string;
  /** Packages of its distribution to install. */
  readonly packages: readonly string[];
  /** Libraries to copy, with the loader and what tells it where they are. */
  readonly libraries: readonly LinkedLibrary[];
  readonly loaders: readonly string[];
  readonly hasLoaderCache: boolean;
  readonly notes: readonly string[];
}

/** Packages without which no Debian or Alpine is: their libraries need not be named. */
const ALWAYS =
  /^(?:libc6|libgcc-s1|libstdc\+\+6|gcc-\d+-base|zlib1g|libcrypt1|liblzma5|libbz2-1\.0|libacl1|libselinux1|libpcre2-8-0|libzstd1|liblz4-1|libtinfo6|libuuid1|libblkid1|libmount1|musl|libcrypto3|libssl3t?|zlib)$/;
const IN_ALPINE = /^(?:libcrypto3|libssl3|zlib|musl)$/;
/** Packages of data that a program without a distribution needs as files. */
const AS_FILES: Readonly<Record<string, string>> = {
  'ca-certificates': '/etc/ssl/certs/ca-certificates.crt',
  tzdata: '/usr/share/zoneinfo',
};
/** Folders where every loader looks, whatever its cache says. */
const LOADER_FOLDER = /^\/(?:usr\/)?lib(?:64)?\/(?:[a-z0-9_]+-linux-[a-z0-9]+\/)?[^/]+$/;

/** Chooses; where nothing is known that carries it, says what would tell. */
export function chooseBase(stage: ReadStage, needs: ProductionNeeds): ProductionBase | Unknown {
  const { base, image, onDistribution } = stage.input;
  const linking = image?.linkingOf(needs.linked);
  const kept = keptPackages(stage, needs);
  if (linking !== undefined && linking.missing.length > 0 && needs.runtime === 'native')
    return {
      problem: `the image lacks ${linking.missing.join(', ')}, which the program is linked with`,
      hint: 'See whether it starts at all.',
    };
  const isBare =
    needs.runtime === 'native' &&
    needs.needsShell !== true &&
    stage.start.wrapper === undefined &&
    !stage.start.needsShell &&
    kept.every((name) => Object.hasOwn(AS_FILES, name)) &&
    stage.start.healthPrograms.every((program) => program.startsWith('/'));
  if (base === undefined && isBare && onDistribution !== true) {
    if (linking !== undefined) {
      // A loader that is named by what it loads is there already.
      const names = linking.loaders.map((loader) => loader.slice(loader.lastIndexOf('/') + 1));
      const libraries = linking.libraries.filter(({ soname }) => !names.includes(soname));
      return bare(libraries, linking.loaders);
    }
    if (needs.isStatic === true) return bare([], []);
  }
  const packages = [...new Set([...kept, ...neededLibraries(stage, needs)])].sort();
  const unknown = image === undefined ? librariesBehind(stage.packages, stage.stage.family).unknown : [];
  const notes = unknown.map(
    (name) => `Which library ${name} stands for is not known; --image finds it by soname.`,
  );
  const on = (kind: ProductionBase['kind'], from: string, added: readonly string[]): ProductionBase => ({
    kind,
    from,
    packages: added,
    libraries: [],
    loaders: [],
    hasLoaderCache: false,
    notes,
  });
  if (base !== undefined) return on('given', base, packages);
  if (needs.officialBase !== undefined) return on('official', needs.officialBase, packages);
  const distribution = distributionOf(stage);
  if (distribution === undefined)
    return {
      problem: `which distribution ${stage.stage.baseImage?.name ?? 'the base'} is built on is not known`,
      hint: 'Name what production is built on with --base, or give --image with an image built from this file.',
    };
  return on('distribution', distribution, [...new Set([...needs.runtimePackages, ...packages])].sort());
}

function bare(libraries: readonly LinkedLibrary[], loaders: readonly string[]): ProductionBase {
  return {
    kind: 'scratch',
    from: 'scratch',
    packages: [],
    libraries,
    loaders,
    hasLoaderCache: libraries.some(({ path }) => !LOADER_FOLDER.test(path)),
    notes: [
      'scratch has no shell, no /tmp and no package manager: what else the program opens while it runs must be copied too.',
      ...(libraries.length > 0
        ? ['Libraries are copied as they are in the build; they get security fixes when it is built again.']
        : []),
    ],
  };
}

/** Files of packages that a program without a distribution needs, as far as anything speaks for them. */
export function filesOfPackages(
  stage: ReadStage,
  needs: ProductionNeeds,
  base: ProductionBase,
): readonly string[] {
  const {
    packages,
    stage: { steps },
    input: { image },
  } = stage;
  // Programs of Go and Rust have their own TLS, others link with a library of it.
  const hasTls =
    needs.language === 'go' ||
    needs.language === 'rust' ||
    base.libraries.some(({ soname }) => /^lib(?:ssl|gnutls|nss3|mbedtls)\b/.test(soname));
  const hasZone = steps.some(
    ({ evaluated: { expanded } }) =>
      expanded.kind === 'env' && expanded.pairs.some(({ name }) => name === 'TZ'),
  );
  return Object.entries(AS_FILES).flatMap(([name, path]) => {
    const isAsked = packages.includes(name) || (name === 'tzdata' ? hasZone : hasTls && image !== undefined);
    return isAsked && (image === undefined || image.kindOf(path) !== undefined) ? [path] : [];
  });
}

/** Packages that were installed for something else than building. */
function keptPackages({ packages, start }: ReadStage, needs: ProductionNeeds): readonly string[] {
  return packages.filter(
    (name) => start.healthPrograms.includes(name) || (!isBuildPackage(name) && !isRuntimeOf(needs, name)),
  );
}

/** What the runtime's own packages replace. */
function isRuntimeOf({ language, runtimePackages }: ProductionNeeds, name: string): boolean {
  if (runtimePackages.includes(name)) return true;
  if (language === 'java') return /^(?:default-jre|openjdk-?\d+-jre)/.test(name);
  return false;
}

/** By soname where the image tells, else by the names of header packages. */
function neededLibraries(stage: ReadStage, needs: ProductionNeeds): readonly string[] {
  const { image } = stage.input;
  if (image === undefined) return librariesBehind(stage.packages, stage.stage.family).known;
  const names = image.linkingOf(needs.linked).libraries.flatMap(({ packageName }) => packageName ?? []);
  const always = stage.stage.family === 'alpine' ? IN_ALPINE : ALWAYS;
  return [...new Set(names)].filter(
    (name) => isPackageName(name) && !always.test(name) && !isRuntimeOf(needs, name),
  );
}

/** The base itself where it is a distribution; what an official image is built on where its tag tells. */
function distributionOf({ stage, input: { image } }: ReadStage): string | undefined {
  const { name = '', tag = '' } = stage.baseImage ?? {};
  if (
    /^(?:debian|ubuntu|alpine|fedora|rockylinux|almalinux|registry\.access\.redhat\.com\/.*ubi\S*)$/.test(
      name,
    )
  )
    return slimDistribution(name, tag, stage.from.base);
  const release = /(?:^|-)(bullseye|bookworm|trixie)(?:-|$)/.exec(tag)?.[1];
  if (release !== undefined) return `debian:${release}-slim`;
  const alpine = /(?:^|-)alpine([\d.]*)(?:-|$)/.exec(tag);
  if (alpine !== null) return `alpine${alpine[1] === '' ? '' : `:${alpine[1]}`}`;
  // What nobody can tell by a name is at least what everything is already built on.
  return image !== undefined && image.packages.size > 0 ? stage.from.base : undefined;
}

function slimDistribution(name: string, tag: string, written: string): string {
  return name === 'debian' && /^(?:bullseye|bookworm|trixie|stable|testing|sid|1[1-3])$/.test(tag)
    ? `debian:${tag}-slim`
    : written;
}
