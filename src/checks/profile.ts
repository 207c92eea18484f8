// What an image is for: rules about what has no place in production stay silent about development images.

/** A development image may hold compilers, debuggers and editors; a production one may not. */
export type Profile = 'production' | 'development';

export const PROFILES: readonly Profile[] = ['production', 'development'];

/** What has no place in production and is what a development image is for. */
export const PRODUCTION_ONLY: readonly Profile[] = ['production'];
