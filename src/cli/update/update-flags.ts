// The options of the commands about updates, as commander hands them over.

/** What all of them have that read the graph. */
export interface GraphSourceFlags {
  readonly config?: string;
  /** For images whose definition names no platform. */
  readonly platform?: string;
  /** Images as they are. */
  readonly snapshot?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** Those of `update graph`. */
export interface UpdateGraphFlags extends GraphSourceFlags {
  readonly format: 'text' | 'json' | 'dot';
  /** An image or a base: only what it needs and what needs it. */
  readonly image?: string;
  readonly all?: boolean;
}

/** Those of `update plan`. */
export interface UpdatePlanFlags extends GraphSourceFlags {
  readonly format: 'text' | 'json' | 'bake' | 'github' | 'gitlab';
  readonly lock?: string;
  readonly insecure?: boolean;
  readonly offline?: boolean;
  /** Ask for content that ADD fetches. */
  readonly sources?: boolean;
  /** Ask for package indexes. */
  readonly packages?: boolean;
  /** Hosts that may be asked for package indexes though they are no public mirrors. */
  readonly mirror?: readonly string[];
  readonly force?: readonly string[];
  readonly since?: string;
  readonly ifChanged?: readonly string[];
  /** Whether something stale is an exit code. */
  readonly check?: boolean;
  readonly all?: boolean;
}
