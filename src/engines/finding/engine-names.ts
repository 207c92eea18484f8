// The names under which a user asks for an engine.

/** Every name under which a user may ask for an engine. */
export const ENGINE_NAMES = ['docker', 'buildctl', 'podman', 'buildah'] as const;

/** A name for one or several kinds of engine. */
export type EngineName = (typeof ENGINE_NAMES)[number];
