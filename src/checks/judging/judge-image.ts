// From an image's contents to findings and the bytes by cause. Pure: no input but the contents and the rules.
import { pathText } from '../../contents/facts/layer-facts.ts';
import { alignHistory, type ImageContents } from '../../contents/image-contents.ts';
import { nodePath, type SquashedView, VISIBLE } from '../../contents/view/squashed-view.ts';
import type { Finding, FindingPath } from '../finding.ts';
import { chooseFix } from '../fixes/choose-fix.ts';
import type { Profile } from '../profile.ts';
import type { LayerRule, PackageRule, PathRule, Rule, ViewRule } from '../rule.ts';
import { judgeSecrets } from '../secrets/judge-secrets.ts';
import { type ByteLedger, keepLedger, NEEDED } from './byte-ledger.ts';
import { FileGroup } from './file-group.ts';
import { cleanInstruction } from './instruction.ts';
import { type ImageBytes, type LayerBytes, measureLayers, sumBytes } from './sum-bytes.ts';

/** All that is judged of an image. */
export interface Judgement {
  /** Largest first; the order is the same for the same input. */
  readonly findings: readonly Finding[];
  readonly bytes: ImageBytes;
  readonly layers: readonly LayerBytes[];
}

/** What is judged by, and limits of what a finding names; the rest is counted. */
export interface JudgeOptions {
  /** Production where it is not given. */
  readonly profile?: Profile;
  readonly pathsPerFinding?: number;
}

/** Judges an image by rules in their published order. */
export function judgeImage(
  contents: ImageContents,
  rules: readonly Rule[],
  options: JudgeOptions = {},
): Judgement {
  const ledger = keepLedger(contents, rules, options.profile);
  const groups = groupFiles(contents, ledger, options.pathsPerFinding ?? 20);
  const belowFloor = findBelowFloor(groups, rules, contents.baseLayerCount);
  const instructions = alignHistory(contents.config).map((step) => cleanInstruction(step?.createdBy));
  const findings = [
    ...judgeLayers(contents, rules, instructions),
    ...judgeSecrets(contents, instructions, options.pathsPerFinding ?? 20),
  ];
  for (const group of groups) {
    const rule = rules[group.rule - 1] as PricingRule;
    const origin = originOf(group.layer, contents.baseLayerCount);
    const isSmall = belowFloor.has(`${rule.id} ${origin}`);
    findings.push(
      toFinding(contents, ledger, group, rule, origin, isSmall, instructions[group.layer] ?? null),
    );
  }
  findings.sort(byWeight);
  return { findings, ...sumBytes(measureLayers(contents), findings) };
}

/** What the layer rules say; their findings price no bytes. */
function judgeLayers(
  contents: ImageContents,
  rules: readonly Rule[],
  instructions: readonly (string | null)[],
): Finding[] {
  const layerRules = rules.filter((rule): rule is LayerRule => rule.kind === 'layer');
  return layerRules.flatMap((rule) =>
    rule.judge(contents).map(
      ({ layer, severity, message, paths, pathCount }): Finding => ({
        kind: 'finding',
        rule: rule.id,
        severity,
        message,
        state: 'visible',
        origin: originOf(layer, contents.baseLayerCount),
        layer,
        hiddenByLayer: null,
        instruction: instructions[layer] ?? null,
        folder: '',
        paths: paths.map((path) => ({ path, bytes: 0 })),
        fileCount: pathCount,
        bytes: 0,
        shippedBytes: 0,
        packages: [],
        because: null,
        place: null,
        secret: null,
        fix: rule.fix,
      }),
    ),
  );
}

function groupFiles(contents: ImageContents, ledger: ByteLedger, pathsKept: number): readonly FileGroup[] {
  const { view, layers } = contents;
  const groups = new Map<number, FileGroup>();
  layers.forEach(({ facts, shipped }, layer) => {
    const base = view.entryBases[layer]!;
    for (let i = 0; i < facts.entryCount; i++) {
      const entry = base + i;
      const rule = ledger.ballast[entry]! || ledger.advice[entry]!;
      if (rule === NEEDED || facts.sizes[i] === 0) continue;
      const hiddenBy = hidingLayer(view, ledger, entry);
      const key = (rule * 0x10000 + layer) * 0x10000 + hiddenBy;
      let group = groups.get(key);
      if (group === undefined) {
        group = new FileGroup(rule, layer, hiddenBy, facts, pathsKept);
        groups.set(key, group);
      }
      group.add(i, facts.sizes[i]!, shipped[i]!);
      const found = ledger.packages.get(entry);
      if (found !== undefined) group.addPackage(found, facts.sizes[i]!);
    }
  });
  return [...groups.values()];
}

/** The layer that hides an entry's content; a file that a later copy repeats shows as long as one of the copies does. */
export function hidingLayer(view: SquashedView, { chains }: ByteLedger, entry: number): number {
  if (!chains.shows(entry)) return view.hiddenBy[chains.lastOf(entry)]!;
  return chains.isRepeat(entry) ? view.hiddenBy[entry]! : VISIBLE;
}

/** `RULE ORIGIN` of the rules whose findings are together smaller than their floor. */
function findBelowFloor(
  groups: readonly FileGroup[],
  rules: readonly Rule[],
  baseLayerCount: number,
): ReadonlySet<string> {
  const sums = new Map<string, number>();
  const keyOf = (group: FileGroup): string =>
    `${rules[group.rule - 1]!.id} ${originOf(group.layer, baseLayerCount)}`;
  for (const group of groups) sums.set(keyOf(group), (sums.get(keyOf(group)) ?? 0) + group.bytes);
  const small = groups.filter((group) => sums.get(keyOf(group))! < rules[group.rule - 1]!.floorBytes);
  return new Set(small.map(keyOf));
}

function toFinding(
  contents: ImageContents,
  ledger: ByteLedger,
  group: FileGroup,
  rule: PricingRule,
  origin: Finding['origin'],
  isSmall: boolean,
  instruction: string | null,
): Finding {
  const isHidden = group.hiddenBy !== VISIBLE;
  const { facts } = contents.layers[group.layer]!;
  const base = contents.view.entryBases[group.layer]!;
  const paths = group.largest().map(({ entry, bytes }): FindingPath => {
    const needed = isRepeating(rule) ? ledger.neededNodes.get(base + entry) : undefined;
    const path = { path: pathText(facts, entry), bytes };
    return needed === undefined ? path : { ...path, neededPath: nodePath(contents.view, needed) };
  });
  const neededPaths = paths.flatMap(({ neededPath }) => neededPath ?? []);
  const folder = group.folder();
  const isPackageRule = rule.kind === 'packages';
  const packages = isPackageRule ? group.packages() : [];
  const fix = chooseFix(rule, { instruction, folder, paths: paths.map(({ path }) => path), neededPaths });
  return {
    kind: 'finding',
    rule: rule.id,
    severity: rule.tier === 'advice' || isSmall ? 'advice' : rule.severity,
    message: packages.length === 0 ? rule.what : `${rule.what}: ${nameFew(packages)}`,
    state: isHidden ? 'hidden' : 'visible',
    origin,
    layer: group.layer,
    hiddenByLayer: isHidden ? group.hiddenBy : null,
    instruction,
    folder,
    paths,
    fileCount: group.fileCount,
    bytes: group.bytes,
    shippedBytes: Math.round(group.shippedBytes),
    packages,
    because: isPackageRule ? group.reasons().join(', ') : null,
    place: null,
    secret: null,
    fix,
  };
}

const PACKAGES_NAMED = 3;

/** `gcc-12, g++-12, cpp-12 and 9 more`. */
function nameFew(packages: readonly string[]): string {
  const named = packages.slice(0, PACKAGES_NAMED).join(', ');
  const left = packages.length - PACKAGES_NAMED;
  return left > 0 ? `${named} and ${left} more` : named;
}

/** The rules whose findings have bytes. */
type PricingRule = PathRule | ViewRule | PackageRule;

function isRepeating(rule: PricingRule): boolean {
  return rule.kind === 'view' && rule.views.includes('duplicate');
}

/** Whether a layer is the base image's. */
export function originOf(layer: number, baseLayerCount: number): Finding['origin'] {
  return layer < baseLayerCount ? 'inherited' : 'yours';
}

/** The order of findings: largest first, then by layer and rule. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    b.bytes - a.bytes || layerOrder(a) - layerOrder(b) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}

/** What belongs to no layer comes first. */
function layerOrder({ layer }: Finding): number {
  return layer ?? -1;
}
