// From a fleet to the proposal of a better hierarchy: each problem is solved by itself, and its plan put into words.
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import type { ImageParts } from '../parts/image-parts.ts';
import { type InstalledItems, namesToInstall, writeLines } from './dockerfile-lines.ts';
import { type FleetProblem, findProblems } from './fleet-problems.ts';
import {
  addPrices,
  type DomainProposal,
  type FleetProposal,
  type ProposedImage,
  type ProposedPlatform,
  toProposalPrice,
} from './fleet-proposal.ts';
import { PlatformNames } from './name-platforms.ts';
import type { CostModel, PlatformPlan } from './platform-problem.ts';
import { priceNow } from './price-now.ts';
import { pricePlan } from './price-plan.ts';
import { proposePlatforms } from './propose-platforms.ts';

/** What is known beside the snapshot. */
export interface ProposeKnowledge {
  /** By image number; images that are not in it are judged by their layers. */
  readonly parts: ReadonlyMap<number, ImageParts>;
  readonly isProduction: (image: number) => boolean;
  readonly model: CostModel;
}

/** Proposes. */
export function proposeFleet(fleet: FleetSnapshot, knowledge: ProposeKnowledge): FleetProposal {
  const { parts, isProduction, model } = knowledge;
  const names = new PlatformNames();
  const domains = findProblems(fleet, parts, isProduction)
    .map((found) => proposeDomain(fleet, found, knowledge, names))
    .sort((a, b) => b.now.cost - b.proposed.cost - (a.now.cost - a.proposed.cost));
  const unread = fleet.images.length - parts.size;
  return {
    kind: 'fleet-proposal',
    model,
    domains,
    now: addPrices(domains.map(({ now }) => now)),
    proposed: addPrices(domains.map(({ proposed }) => proposed)),
    notes: [
      ...(unread === 0
        ? []
        : [
            `${unread} of ${fleet.images.length} images were judged by their layers alone: nothing is known of what is in them.`,
          ]),
      'Layers that images of several bases or platforms share are counted once for each of them.',
      'Change rates are estimates by kind of package; sizes of packages in layers are estimates too.',
    ],
  };
}

function proposeDomain(
  fleet: FleetSnapshot,
  found: FleetProblem,
  { parts, model }: ProposeKnowledge,
  names: PlatformNames,
): DomainProposal {
  const { problem, base, distribution } = found;
  const now = priceNow(fleet, found, parts, model);
  const plan = choosePlan(found, now.cost, model);
  const price = pricePlan(problem, model, plan);
  const platformNames: string[] = [];
  const nameOf = (platform: number): string => platformNames[platform] ?? base;
  const platforms = plan.platforms.map(({ parent, items }, p): ProposedPlatform => {
    const installed = pickItems(found, items);
    platformNames.push(names.choose(distribution, installed.items));
    const { bytes, images, rebuildChance, blastBytes, extraBytes } = price.platforms[p]!;
    return {
      name: platformNames[p]!,
      parent: nameOf(parent),
      adds: installed.items,
      install: namesToInstall(installed),
      bytes: Math.round(bytes),
      images: found.images.filter((_, i) => plan.imageParents[i] === p),
      blast: { images, bytes: Math.round(blastBytes), chance: rebuildChance },
      extraBytes: Math.round(extraBytes),
      dockerfile: writeLines(nameOf(parent), installed),
    };
  });
  const images = problem.images.map((image, i): ProposedImage => {
    const chain = chainOf(plan, plan.imageParents[i]!);
    const own = pickItems(
      found,
      image.items.filter((item) => !chain.has(item)),
    );
    const all = pickItems(found, image.items);
    const parent = nameOf(plan.imageParents[i]!);
    return {
      image: found.images[i]!,
      isProduction: image.isProduction,
      parent,
      install: namesToInstall(own),
      ownBytes: Math.round(price.imageBytes[i]!),
      dockerfile: {
        before: writeLines(fleet.images[found.images[i]!]!.base ?? base, all),
        after: writeLines(parent, own),
      },
    };
  });
  return {
    platform: found.platform,
    distribution,
    base,
    isBaseRecorded: found.isBaseRecorded,
    basis: found.basis,
    platforms,
    images,
    now,
    // Where nothing is proposed, nothing changes.
    proposed: platforms.length === 0 ? now : toProposalPrice(price),
  };
}

/** One image alone has nobody to share with; and what costs no less than today is not proposed. */
function choosePlan({ problem }: FleetProblem, costNow: number, model: CostModel): PlatformPlan {
  const asItIs = { platforms: [], imageParents: new Int32Array(problem.images.length).fill(-1) };
  if (problem.images.length < 2) return asItIs;
  const { plan } = proposePlatforms(problem, model);
  return pricePlan(problem, model, plan).cost < costNow ? plan : asItIs;
}

function chainOf({ platforms }: PlatformPlan, from: number): ReadonlySet<number> {
  const chain = new Set<number>();
  for (let p = from; p >= 0; p = platforms[p]!.parent)
    for (const item of platforms[p]!.items) chain.add(item);
  return chain;
}

function pickItems({ problem, details }: FleetProblem, items: Uint32Array): InstalledItems {
  const places = new Map([...items].map((item, place) => [item, place]));
  return {
    items: [...items].map((item) => details[item]!),
    requires: [...items].map((item) =>
      problem.items[item]!.requires.flatMap((other) => places.get(other) ?? []),
    ),
  };
}
