// What packages take in an image that is at hand: an index states an upper bound, and slim images leave many files out.
import type { DockerfilePricing, Price } from '../../checks/dockerfile/pricing.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';

/** Gives the prices of packages by what is in the image; what an index would bring and the image has not costs nothing. */
export function measurePackages(
  { priceInstall, priceRecommends }: Pick<DockerfilePricing, 'priceInstall' | 'priceRecommends'>,
  { packages }: Pick<Inventory, 'packages'>,
): Pick<DockerfilePricing, 'priceInstall' | 'priceRecommends'> {
  const sizes = new Map(
    packages
      .filter(({ state, record }) => state === 'installed' && record.type === 'deb')
      .map(({ record, bytes }) => [record.name, bytes]),
  );
  const measure = (price: Price | undefined): Price | undefined => {
    if (price?.kind !== 'packages') return price;
    const present = price.packages.filter((name) => sizes.has(name));
    const bytes = present.reduce((sum, name) => sum + sizes.get(name)!, 0);
    return { kind: 'packages', bytes, packages: present };
  };
  return {
    priceInstall: (question) => measure(priceInstall(question)),
    priceRecommends: (question) => measure(priceRecommends(question)),
  };
}
