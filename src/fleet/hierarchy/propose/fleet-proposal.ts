// The proposal for a whole fleet: for each set of images that could stand on each other, platform images with what each holds, where
// every image goes, and what it brings.

import type { CostModel } from './platform-problem.ts';
import type { PlanPrice } from './price-plan.ts';
import type { ItemDetails } from './problem-items.ts';

/** One platform image that is proposed. */
export interface ProposedPlatform {
  /** `platform-NAME`, unique in the proposal. */
  readonly name: string;
  /** The platform's name, or the base image. */
  readonly parent: string;
  readonly adds: readonly ItemDetails[];
  /** What an installation has to name; the rest comes with it. */
  readonly install: readonly string[];
  readonly bytes: number;
  /** Positions of the images that stand on it directly. */
  readonly images: readonly number[];
  /** What a change of it reaches. */
  readonly blast: {
    readonly images: number;
    readonly bytes: number;
    /** The chance of it within a week. */
    readonly chance: number;
  };
  /** What images carry without need because of it. */
  readonly extraBytes: number;
  /** Its Dockerfile. */
  readonly dockerfile: readonly string[];
}

/** Where one image goes. */
export interface ProposedImage {
  readonly image: number;
  readonly isProduction: boolean;
  /** A platform's name, or the base image. */
  readonly parent: string;
  /** What it still brings itself. */
  readonly install: readonly string[];
  readonly ownBytes: number;
  /** The lines of its Dockerfile that change: the FROM, and what it installs. */
  readonly dockerfile: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** What is now and what would be, in one model. */
export interface ProposalPrice {
  readonly registryBytes: number;
  readonly nodeBytes: number;
  readonly pushedBytesPerWeek: number;
  readonly pulledBytesPerWeek: number;
  readonly extraBytes: number;
  readonly cost: number;
}

/** The proposal for images of one platform, distribution and base. */
export interface DomainProposal {
  readonly platform: string;
  readonly distribution: string;
  readonly base: string;
  readonly isBaseRecorded: boolean;
  readonly basis: 'packages' | 'layers';
  readonly platforms: readonly ProposedPlatform[];
  readonly images: readonly ProposedImage[];
  readonly now: ProposalPrice;
  readonly proposed: ProposalPrice;
}

/** The whole proposal. */
export interface FleetProposal {
  readonly kind: 'fleet-proposal';
  readonly model: CostModel;
  /** The most saving first. */
  readonly domains: readonly DomainProposal[];
  readonly now: ProposalPrice;
  readonly proposed: ProposalPrice;
  readonly notes: readonly string[];
}

/** A price in the words of a proposal. */
export function toProposalPrice({
  registryBytes,
  nodeBytes,
  pushedBytes,
  pulledBytes,
  extraBytes,
  cost,
}: Pick<
  PlanPrice,
  'registryBytes' | 'nodeBytes' | 'pushedBytes' | 'pulledBytes' | 'extraBytes' | 'cost'
>): ProposalPrice {
  return {
    registryBytes: Math.round(registryBytes),
    nodeBytes: Math.round(nodeBytes),
    pushedBytesPerWeek: Math.round(pushedBytes),
    pulledBytesPerWeek: Math.round(pulledBytes),
    extraBytes: Math.round(extraBytes),
    cost: Math.round(cost),
  };
}

/** The sum of prices. */
export function addPrices(prices: readonly ProposalPrice[]): ProposalPrice {
  const sum = (of: (price: ProposalPrice) => number): number =>
    prices.reduce((total, price) => total + of(price), 0);
  return {
    registryBytes: sum((price) => price.registryBytes),
    nodeBytes: sum((price) => price.nodeBytes),
    pushedBytesPerWeek: sum((price) => price.pushedBytesPerWeek),
    pulledBytesPerWeek: sum((price) => price.pulledBytesPerWeek),
    extraBytes: sum((price) => price.extraBytes),
    cost: sum((price) => price.cost),
  };
}
