// What the Dockerfiles of the graph's images name, found among these images or taken for an image of elsewhere.

import { toGraphPath } from './find-files.ts';
import { fullName, hasTag, ImageNames } from './image-names.ts';
import type { NamedImage } from './name-images.ts';
import type { PlatformUse, UsesReading } from './read-uses.ts';
import type { BaseOrigin, BaseUse, GraphFinding } from './update-graph.ts';

/** Resolves the needs of images. */
export class UsesLinker {
  readonly findings: GraphFinding[] = [];
  readonly #root: string;
  readonly #names = new ImageNames<string>();
  /** By file and definition. */
  readonly #byDefinition = new Map<string, string>();
  readonly #told = new Set<string>();

  constructor(root: string, images: readonly NamedImage[]) {
    this.#root = root;
    for (const { id, references, platforms, draft } of images) {
      for (const reference of references) this.#names.add(reference, id, platforms);
      if (draft.definition !== undefined)
        this.#byDefinition.set(`${draft.place.file}\0${draft.definition}`, id);
    }
  }

  /** The edges of one image, those of several platforms joined. */
  link(image: NamedImage, { uses, problem }: UsesReading): readonly BaseUse[] {
    const { place, build } = image.draft;
    const isInline = build === undefined || build.inlineDockerfile !== undefined;
    const dockerfile = isInline ? place.file : toGraphPath(this.#root, build.dockerfilePath);
    const lineOf = (line?: number): number | undefined => (isInline ? place.line : line);
    if (problem !== undefined) this.#report(problem.kind, dockerfile, problem.message, lineOf(problem.line));
    const joined = new Map<string, { readonly use: BaseUse; readonly platforms: Set<string> }>();
    for (const use of uses) {
      const origin = this.#resolve(image, use, dockerfile, lineOf(use.line));
      if (origin === undefined) continue;
      const context = use.base.kind === 'named-context' ? use.base.name : undefined;
      const key = JSON.stringify([origin, use.kind, use.stageIndex, use.line, context]);
      const known = joined.get(key);
      if (known !== undefined) known.platforms.add(use.builtFor);
      else
        joined.set(key, {
          use: {
            origin,
            image: image.id,
            kind: use.kind,
            stage: use.stage,
            line: use.line,
            written: use.written,
            ...(context === undefined ? {} : { context }),
          },
          platforms: new Set([use.builtFor]),
        });
    }
    return [...joined.values()].map(({ use, platforms }) =>
      platforms.size === new Set(image.platforms).size ? use : { ...use, platforms: [...platforms] },
    );
  }

  #resolve(
    image: NamedImage,
    use: PlatformUse,
    dockerfile: string,
    line: number | undefined,
  ): BaseOrigin | undefined {
    const platform = use.platform ?? use.builtFor;
    if (use.base.kind === 'image')
      return this.#find(use.base.reference, platform, use.written, dockerfile, line);
    const value = image.draft.build!.namedContexts[use.base.name] ?? '';
    const reference = /^docker-image:\/\/(.+)$/.exec(value)?.[1];
    if (reference !== undefined)
      return this.#find(fullName(reference), platform, use.written, dockerfile, line);
    const definition = /^(?:target|service):(.+)$/.exec(value)?.[1];
    if (definition === undefined) return undefined;
    const id = this.#byDefinition.get(`${image.draft.place.file}\0${definition}`);
    if (id !== undefined) return { kind: 'image', id };
    this.#report(
      'unknown-base',
      image.draft.place.file,
      `nothing in it defines '${definition}'`,
      image.draft.place.line,
    );
    return undefined;
  }

  #find(
    reference: string,
    platform: string,
    written: string,
    dockerfile: string,
    line: number | undefined,
  ): BaseOrigin | undefined {
    if (!hasTag(reference)) {
      this.#report('unknown-base', dockerfile, `an argument of '${written}' has no value`, line);
      return undefined;
    }
    const id = this.#names.find(reference, platform);
    if (id !== undefined) return { kind: 'image', id };
    if (this.#names.hasRepository(reference))
      this.#report('unknown-base', dockerfile, `no image here has the name ${reference}`, line);
    return { kind: 'external', reference };
  }

  #report(kind: GraphFinding['kind'], file: string, message: string, line?: number): void {
    const key = JSON.stringify([kind, file, line, message]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.findings.push({ kind, file, message, ...(line === undefined ? {} : { line }) });
  }
}
