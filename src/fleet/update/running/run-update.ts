// Carries a plan out: each image in dependency order, its key completed with what its bases have become, made once by that key.
// A base that was cut off keeps its digest, and what stands on it keeps its key and is left alone.
import { PlimsollError } from '../../../errors.ts';
import { type Digest, isDigest } from '../../../oci/bytes/digest.ts';
import type { DurableStore, Json } from '../../durable/durable-store.ts';
import { fullName } from '../graph/image-names.ts';
import type { UpdateImage } from '../graph/update-graph.ts';
import { completeKey, type ResolvedBase } from '../keys/complete-key.ts';
import { makeEntry } from '../lock/make-entry.ts';
import { entryName, type LockEntry } from '../lock/update-lock.ts';
import { MAKE_IMAGE } from '../making/make-image.ts';
import { type MakeBase, type MakeInput, makeInputToJson, type PreviousImage } from '../making/make-input.ts';
import { BaseFinder, type ImageBase } from '../planning/image-bases.ts';
import type { PlanInputs } from '../planning/plan-update.ts';
import type { PlannedImage, UpdatePlan } from '../planning/update-plan.ts';
import type { MadeImage } from './made-image.ts';
import { type NodeEnd, runGraph } from './run-graph.ts';
import { joinKeys, pinReference, stagingReference, stagingRepository } from './staging-name.ts';

/** All that a run is made of. */
export interface UpdateRun {
  readonly inputs: Pick<PlanInputs, 'graph' | 'lock' | 'sourceKeys' | 'bases' | 'packages'>;
  readonly plan: UpdatePlan;
  readonly store: DurableStore;
  /** Another one each time: what failed in an earlier run is tried again. */
  readonly runId: string;
  /** Registry and prefix that take the place of the images' own. */
  readonly to: string | undefined;
  /** How often each image is tried. */
  readonly tries: number;
  /** Hosts that may be asked for package indexes though they are no public mirrors. */
  readonly mirrors?: readonly string[];
  /** Whether what was recorded is still there: a registry may have lost it. */
  readonly isThere: (reference: string, platform: string) => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly onEnd?: (planned: PlannedImage, end: NodeEnd<MadeNode>) => void;
}

/** What became of one image of one platform. */
export interface MadeNode {
  readonly made: MadeImage;
  readonly entry: LockEntry;
  /** The key of its step, for those above it to be placed near. */
  readonly stepKey: string | undefined;
}

/** Runs it; resolves to how each image of the plan ended that was not to be left, by `entryName`. */
export function runUpdate(run: UpdateRun): Promise<ReadonlyMap<string, NodeEnd<MadeNode>>> {
  return new Update(run).run();
}

class Update {
  readonly #run: UpdateRun;
  readonly #finder: BaseFinder;
  readonly #images: ReadonlyMap<string, UpdateImage>;
  readonly #planned: ReadonlyMap<string, PlannedImage>;

  constructor(run: UpdateRun) {
    this.#run = run;
    this.#finder = new BaseFinder(run.inputs.graph);
    this.#images = new Map(run.inputs.graph.images.map((image) => [image.id, image]));
    this.#planned = new Map(
      run.plan.images
        .filter(({ action }) => action !== 'leave')
        .map((planned) => [entryName(planned.id, planned.platform), planned]),
    );
  }

  run(): Promise<ReadonlyMap<string, NodeEnd<MadeNode>>> {
    const { signal, onEnd } = this.#run;
    return runGraph<MadeNode>({
      nodes: [...this.#planned.keys()],
      after: (name) => this.#parentsOf(this.#planned.get(name)!),
      // The store's workers set the limit; whoever waits for one costs nothing.
      jobs: Number.POSITIVE_INFINITY,
      runNode: (name, parents, { height }) => this.#make(this.#planned.get(name)!, parents, height),
      signal,
      ...(onEnd === undefined ? {} : { onEnd: (name, end) => onEnd(this.#planned.get(name)!, end) }),
    });
  }

  #parentsOf({ id, platform }: PlannedImage): readonly string[] {
    return this.#finder
      .find(id, platform)
      .flatMap((base) => (base.origin.kind === 'image' ? [this.#nameOfBase(base, platform)] : []));
  }

  #nameOfBase({ name }: ImageBase, platform: string): string {
    return entryName(name, this.#finder.platformOf(name, platform) ?? platform);
  }

  async #make(
    planned: PlannedImage,
    parents: ReadonlyMap<string, MadeNode>,
    urgency: number,
  ): Promise<MadeNode> {
    const { id, platform, noCache } = planned;
    const { inputs, store, runId, to, tries, signal } = this.#run;
    const { lock, sourceKeys } = inputs;
    const image = this.#images.get(id)!;
    const before = lock.entries.get(entryName(id, platform));
    const sourceKey = sourceKeys.get(entryName(id, platform));
    if (sourceKey instanceof PlimsollError) throw sourceKey;
    const bases = this.#finder.find(id, platform);
    const standing = bases.map((base) => this.#standOn(id, base, platform, parents));
    const resolved = standing.map(({ resolved: one }) => one);
    const key =
      sourceKey === undefined
        ? joinKeys([id, ...resolved.map((one) => `${one.reference} ${one.digest}`)])
        : completeKey(sourceKey, resolved);
    // What is behind hidden causes (a refresh, new packages) has the same key, and is made all the same.
    if (before !== undefined && before.key === key && !noCache)
      return { made: leaveEntry(before), entry: before, stepKey: undefined };
    const repository = stagingRepository(image.references[0] ?? id, to);
    const refresh = noCache && before !== undefined ? [before.at, before.digest] : [];
    const stepKey = joinKeys([key, repository, ...refresh]);
    const previous = before === undefined ? undefined : this.#previousOf(before, bases, platform);
    const input: MakeInput = {
      id,
      platform,
      action: planned.action === 'rebase' ? 'rebase' : 'rebuild',
      ...(image.build === undefined ? {} : { build: image.build }),
      bases: standing.flatMap(({ bases: list }) => list),
      ...(previous === undefined ? {} : { previous }),
      noCache,
      ...(this.#run.mirrors === undefined ? {} : { mirrors: this.#run.mirrors }),
      staging: stagingReference(repository, joinKeys([key, ...refresh])),
    };
    const near = standing.find(({ stepKey: one }) => one !== undefined)?.stepKey;
    const step = {
      kind: MAKE_IMAGE,
      name: entryName(id, platform),
      input: makeInputToJson(input),
      ...(near === undefined ? {} : { near }),
      urgency,
      tries,
    };
    const ask = async (asked: string): Promise<MadeImage> => {
      const outcome = await store.runOnce(runId, { ...step, key: asked }, signal);
      if (outcome.kind === 'done') return readMade(outcome.result);
      throw new PlimsollError('BUILD_FAILED', outcome.message, { subject: id, cause: outcome.code });
    };
    let made = await ask(stepKey);
    if (!(await this.#run.isThere(made.reference, platform))) made = await ask(joinKeys([stepKey, runId]));
    const entry =
      sourceKey === undefined
        ? undefined
        : makeEntry({
            id,
            platform,
            tags: image.references,
            sourceKey,
            bases: resolved,
            made,
            packages: this.#packagesOf(before, made, noCache),
          });
    return {
      made,
      entry: entry ?? { ...before!, key, digest: made.digest, reference: made.reference },
      stepKey,
    };
  }

  /** What a base is in this run, under all names that a Dockerfile may have for it. */
  #standOn(
    id: string,
    base: ImageBase,
    platform: string,
    parents: ReadonlyMap<string, MadeNode>,
  ): {
    readonly resolved: ResolvedBase;
    readonly bases: readonly MakeBase[];
    readonly stepKey: string | undefined;
  } {
    const { name, origin, isFinalOnly } = base;
    const isFinal = isFinalOnly ? { isFinal: true as const } : {};
    if (origin.kind === 'external') {
      const digest = this.#resolveExternal(name, platform);
      const pull = pinReference(name, digest);
      const bases = [name, ...this.#contextsOf(id, base)].map((reference) => ({
        reference,
        pull,
        ...isFinal,
      }));
      return { resolved: { reference: name, digest }, bases, stepKey: undefined };
    }
    const parent = parents.get(this.#nameOfBase(base, platform));
    const known = parent?.made ?? this.#run.inputs.lock.entries.get(this.#nameOfBase(base, platform));
    if (known === undefined)
      throw new PlimsollError('BUILD_FAILED', 'it stands on an image that was never made', { subject: name });
    const { references } = this.#images.get(name)!;
    const names = [...references.map(fullName), ...this.#contextsOf(id, base)];
    const bases = names.map((reference) => ({ reference, pull: known.reference, ...isFinal }));
    return { resolved: { reference: name, digest: known.digest }, bases, stepKey: parent?.stepKey };
  }

  /** The indexes that its packages are from: as recorded, else as asked for before a build without cache, else as they were. */
  #packagesOf(
    before: LockEntry | undefined,
    { how, packages }: MadeImage,
    noCache: boolean,
  ): Readonly<Record<string, string>> {
    const known = before?.packages ?? {};
    if (how === 'rebased') return known;
    const found = packages ?? Object.fromEntries(Object.keys(known).map((url) => [url, null]));
    return Object.fromEntries(
      Object.entries(found).flatMap(([url, recorded]) => {
        const asked = noCache ? this.#run.inputs.packages?.get(url) : undefined;
        const digest = recorded ?? asked ?? (Object.hasOwn(known, url) ? known[url] : undefined);
        return digest === undefined ? [] : [[url, digest] as const];
      }),
    );
  }

  /** Named contexts that a base stands for in an image's build. */
  #contextsOf(id: string, { name }: ImageBase): readonly string[] {
    const contexts = this.#run.inputs.graph.uses.flatMap(({ image, origin, context }) => {
      const isOfBase = image === id && (origin.kind === 'image' ? origin.id : origin.reference) === name;
      return isOfBase && context !== undefined ? [context] : [];
    });
    return [...new Set(contexts)];
  }

  #resolveExternal(reference: string, platform: string): Digest {
    const resolution = this.#run.inputs.bases.get(reference);
    if (resolution?.kind === 'resolved') return resolution.digest;
    for (const entry of this.#run.inputs.lock.entries.values()) {
      const digest = entry.platform === platform ? entry.bases[reference] : undefined;
      if (digest !== undefined) return digest;
    }
    throw new PlimsollError('REGISTRY_UNREACHABLE', resolution?.message ?? 'nobody was asked for it', {
      subject: reference,
      hint: 'See that its registry can be reached; it was never used before, so its digest is not known.',
    });
  }

  #previousOf(before: LockEntry, bases: readonly ImageBase[], platform: string): PreviousImage {
    const { reference, digest } = before;
    const final = bases.find(({ isFinalOnly }) => isFinalOnly);
    const old = final === undefined ? undefined : before.bases[final.name];
    if (final === undefined || old === undefined) return { reference, digest };
    const named =
      final.origin.kind === 'external'
        ? final.name
        : this.#run.inputs.lock.entries.get(this.#nameOfBase(final, platform))?.reference;
    return { reference, digest, ...(named === undefined ? {} : { base: pinReference(named, old) }) };
  }
}

/** An image that stays as the lock has it. */
export function leaveEntry({ digest, reference, at }: LockEntry): MadeImage {
  return { digest, reference, how: 'left', seconds: 0, pushedBytes: 0, at };
}

function readMade(json: Json): MadeImage {
  const made = json as unknown as MadeImage | null;
  if (isDigest(made?.digest) && typeof made?.reference === 'string') return made;
  throw new PlimsollError('INTERNAL', 'the record of a step is no image', {
    hint: 'Another version of plimsoll wrote it; name another database with --database.',
  });
}
