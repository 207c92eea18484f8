// The images that a team builds, and what each of them stands on: read from Dockerfiles, bake and compose files, and the
// settings, without building anything.

/** Where an image's build is defined. */
export interface DefinitionPlace {
  readonly kind: 'dockerfile' | 'bake' | 'compose' | 'settings' | 'snapshot';
  /** From the root folder of the graph, with slashes. */
  readonly file: string;
  readonly line?: number;
}

/** How an image is built. Paths are those of this machine, absolute. */
export interface ImageBuild {
  readonly contextPath: string;
  readonly dockerfilePath: string;
  /** The Dockerfile itself, where its definition holds it. */
  readonly inlineDockerfile?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** As the definition writes them: folders are absolute, others have a scheme. */
  readonly namedContexts: Readonly<Record<string, string>>;
  /** Ids of the secrets that its RUN instructions mount. */
  readonly secretIds: readonly string[];
  /** `os/architecture[/variant]`, at least one. */
  readonly platforms: readonly string[];
}

/** One image that the team builds, for all its platforms. */
export interface UpdateImage {
  readonly kind: 'image';
  /** Unique in its graph: its first reference, or its definition's name where it has no reference. */
  readonly id: string;
  /** The names under which it is pushed and under which others stand on it, each with a tag; the first is the main one. */
  readonly references: readonly string[];
  readonly place: DefinitionPlace;
  /** Undefined where no Dockerfile is known: then it hangs by annotation or layers, and is never rebuilt. */
  readonly build: ImageBuild | undefined;
  /** It is stale when it was made longer ago than that. */
  readonly refreshSeconds?: number;
}

/** What an image stands on: an image of the graph by its id, or one of elsewhere by its full reference. */
export type BaseOrigin =
  | { readonly kind: 'image'; readonly id: string }
  | { readonly kind: 'external'; readonly reference: string };

/**
 * Whether the final stage stands on it, another stage does, or only files are taken of it; without a Dockerfile, what tells
 * that the image stands on it.
 */
export type BaseUseKind = 'from' | 'builder-from' | 'copy-from' | 'mount-from' | 'annotation' | 'layers';

/** One edge: an image needs another. */
export interface BaseUse {
  readonly origin: BaseOrigin;
  /** Id of the image that needs it. */
  readonly image: string;
  readonly kind: BaseUseKind;
  /** Name or number of the stage, as Docker names it. */
  readonly stage?: string;
  /** Line in the Dockerfile. */
  readonly line?: number;
  /** As the Dockerfile writes it, before arguments are put in. */
  readonly written?: string;
  /** The named context that stands for it. */
  readonly context?: string;
  /** For which platforms; all of the image where it is left out. */
  readonly platforms?: readonly string[];
}

/**
 * What could not be read, or makes no sense. `unknown-base`: an argument without a value, or a name that no image here has though
 * one goes to that repository.
 */
export interface GraphFinding {
  readonly kind: 'cycle' | 'unknown-base' | 'template' | 'unreadable' | 'double-name';
  readonly message: string;
  /** From the root folder of the graph. */
  readonly file: string;
  readonly line?: number;
}

/** The whole graph; images in an order in which each comes after all it stands on (those of a cycle last). */
export interface UpdateGraph {
  readonly kind: 'update-graph';
  /** The folder that paths in it are relative to. */
  readonly root: string;
  readonly images: readonly UpdateImage[];
  readonly uses: readonly BaseUse[];
  readonly findings: readonly GraphFinding[];
}
