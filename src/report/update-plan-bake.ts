// The plan as a bake file: the stale images as targets that stand on each other, external bases pinned to what the plan saw.
// Arguments are written with their values, because a build needs them.
import { relative, sep } from 'node:path';
import type { BaseUse, ImageBuild, UpdateImage } from '../fleet/update/graph/update-graph.ts';
import type { UpdatePlanReport } from './update-plan-report.ts';
import { writeJson } from './write-json.ts';

/** What `update plan --format bake` prints, in pieces; paths are seen from the graph's root. */
export function formatUpdatePlanBake(report: UpdatePlanReport): Iterable<string> {
  const { graph, plan } = report;
  const stale = new Map<string, { platforms: string[]; noCache: boolean }>();
  for (const { id, platform, action, noCache } of plan.images) {
    if (action === 'leave') continue;
    const known = stale.get(id);
    if (known === undefined) stale.set(id, { platforms: [platform], noCache });
    else {
      known.platforms.push(platform);
      known.noCache ||= noCache;
    }
  }
  const images = graph.images.filter(({ id, build }) => build !== undefined && stale.has(id));
  const names = nameTargets(images);
  const usesOf = groupUses(graph.uses);
  const referencesOf = new Map(graph.images.map(({ id, references }) => [id, references]));
  const target = Object.fromEntries(
    images.map((image) => {
      const { platforms, noCache } = stale.get(image.id)!;
      const contexts = contextsOf(image, usesOf.get(image.id) ?? [], names, report, referencesOf);
      return [names.get(image.id)!, describeTarget(image, graph.root, contexts, platforms, noCache)];
    }),
  );
  return writeJson({ group: { default: { targets: [...names.values()] } }, target: escapeTemplates(target) });
}

function describeTarget(
  { build, references }: UpdateImage,
  root: string,
  contexts: Readonly<Record<string, string>>,
  platforms: readonly string[],
  noCache: boolean,
): object {
  const { contextPath, dockerfilePath, inlineDockerfile, target, args, secretIds } = build as ImageBuild;
  const from = (base: string, path: string): string => relative(base, path).split(sep).join('/') || '.';
  return {
    context: from(root, contextPath),
    // Bake looks for it from the context.
    ...(inlineDockerfile === undefined
      ? { dockerfile: from(contextPath, dockerfilePath) }
      : { 'dockerfile-inline': inlineDockerfile }),
    ...(target === undefined ? {} : { target }),
    ...(Object.keys(args).length === 0 ? {} : { args }),
    ...(Object.keys(contexts).length === 0 ? {} : { contexts }),
    ...(secretIds.length === 0 ? {} : { secret: secretIds.map((id) => `id=${id}`) }),
    platforms,
    ...(references.length === 0 ? {} : { tags: references }),
    ...(noCache ? { 'no-cache': true } : {}),
  };
}

/** Texts of a bake file are templates, in JSON too. */
function escapeTemplates(value: object): object {
  return JSON.parse(JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&')) as object;
}

/** A name that bake takes, for each image one of its own. */
function nameTargets(images: readonly UpdateImage[]): ReadonlyMap<string, string> {
  const taken = new Set<string>(['default']);
  const names = new Map<string, string>();
  for (const { id } of images) {
    const plain = id.replace(/[^a-zA-Z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || 'image';
    let name = plain;
    for (let i = 2; taken.has(name); i++) name = `${plain}-${i}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** What stands for each base: the target of this file, the digest that the plan saw, or the image that stays as it is. */
function contextsOf(
  { build }: UpdateImage,
  uses: readonly BaseUse[],
  names: ReadonlyMap<string, string>,
  { bases }: UpdatePlanReport,
  referencesOf: ReadonlyMap<string, readonly string[]>,
): Readonly<Record<string, string>> {
  const given = Object.entries(build!.namedContexts).filter(
    ([, value]) => !/^(?:target|service):/.test(value),
  );
  const contexts = new Map(given);
  for (const use of uses) {
    const { origin, context } = use;
    if (origin.kind === 'external') {
      const base = bases.get(origin.reference);
      const name = context ?? namesOfUse(use, [origin.reference])[0]!;
      if (base?.kind === 'resolved')
        contexts.set(name, `docker-image://${pin(origin.reference, base.digest)}`);
      continue;
    }
    const references = referencesOf.get(origin.id) ?? [];
    const target = names.get(origin.id);
    if (target !== undefined)
      for (const name of context === undefined ? namesOfUse(use, references) : [context])
        contexts.set(name, `target:${target}`);
    else if (context !== undefined && references[0] !== undefined)
      contexts.set(context, `docker-image://${references[0]}`);
  }
  return Object.fromEntries(contexts);
}

/** The names that the build may look for: as it is written, or all that the base has where arguments decide. */
function namesOfUse({ written = '' }: BaseUse, references: readonly string[]): readonly string[] {
  return written === '' || written.includes('$') ? references : [written];
}

/** The image by its digest; a full reference has a tag, a digest or both. */
function pin(reference: string, digest: string): string {
  return `${reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '')}@${digest}`;
}

function groupUses(uses: readonly BaseUse[]): ReadonlyMap<string, readonly BaseUse[]> {
  const groups = new Map<string, BaseUse[]>();
  for (const use of uses) {
    const known = groups.get(use.image);
    if (known === undefined) groups.set(use.image, [use]);
    else known.push(use);
  }
  return groups;
}
