// Catalogues made by hand from the fields that a test is about.
import { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { CataloguePackage } from '../../src/catalogue/catalogue-package.ts';

/** The release that made catalogues are of. */
export const MADE_RELEASE = {
  distribution: 'debian',
  codename: 'bookworm',
  architecture: 'amd64',
  date: '2026-01-31',
} as const;

/** A package as a test tells it; all but the name has a default. */
export type MadeOffer = Partial<CataloguePackage> & { readonly name: string };

/** Makes a catalogue; its order is the order given. */
export function makeCatalogue(offers: readonly MadeOffer[]): Catalogue {
  return new Catalogue(
    MADE_RELEASE,
    offers.map((offer) => ({
      version: '1',
      source: offer.name,
      sourceVersion: offer.version ?? '1',
      section: 'misc',
      priority: 'optional',
      isEssential: false,
      multiArch: 'no',
      installedBytes: 1_000_000,
      preDepends: '',
      depends: '',
      conflicts: '',
      breaks: '',
      recommends: '',
      provides: '',
      commands: '',
      ...offer,
    })),
  );
}
