// What plimsoll.yaml says of images that are built and kept up to date: `images:` and `update:`.

/** One image, or with `*` in its Dockerfile a family of them, of whose parts all texts can speak as `$1`, `$2`. */
export interface ImageSetting {
  /** With a tag, or without one where `tags` names them. */
  readonly name: string;
  readonly tags: readonly string[];
  /** A path from the graph's root, or a pattern in which each `*` stands for a part of one name in it. */
  readonly dockerfile: string;
  /** From the graph's root; the Dockerfile's own folder where it is left out. */
  readonly context?: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly platforms: readonly string[];
  readonly secretIds: readonly string[];
  readonly refreshSeconds?: number;
  /** Where it stands in the file. */
  readonly line: number;
}

/** How the whole fleet is updated. Paths are seen from the graph's root. */
export interface UpdateSettings {
  readonly images: readonly ImageSetting[];
  /** Bake and compose files to read beside those that are found: paths, or patterns with `*`. */
  readonly definitions: readonly string[];
  /** Folders of other repositories. */
  readonly folders: readonly string[];
  /** What is not looked at: folders, files, or patterns with `*`. */
  readonly exclude: readonly string[];
  /** The repository that holds the generations, without a tag; undefined where there is none. */
  readonly generations?: string;
  /** How many generations stay pullable. */
  readonly keep: number;
  /** Images that may fail without holding up a generation: ids or patterns with `*`. */
  readonly mayFail: readonly string[];
  /** Whether `check` must pass at warning or error before an image is promoted. */
  readonly gate?: 'error' | 'warning';
}

/** What holds where the settings say nothing. */
export const NO_UPDATE_SETTINGS: UpdateSettings = {
  images: [],
  definitions: [],
  folders: [],
  exclude: [],
  keep: 5,
  mayFail: [],
};
