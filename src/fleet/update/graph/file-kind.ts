// What a file of a repository is to the graph, told by its name.

/** Files that say how images are built. */
export type FileKind = 'dockerfile' | 'template' | 'bake' | 'compose' | 'override';

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:[._-].+)?$|.\.(?:dockerfile|containerfile)$/i;
const TEMPLATE =
  /^(?:.+\.)?(?:dockerfile|containerfile)(?:[._-].+)?\.(?:j2|jinja2?|template|tmpl|tpl|gotmpl|erb|in|m4|mustache|hbs)$/i;
/** Endings of files about Dockerfiles that are none. */
const OTHER =
  /(?:~|\.(?:dockerignore|containerignore|md|rst|txt|html?|ya?ml|json|toml|xml|sh|bash|py|rb|go|js|ts|cs|java|ps1|orig|bak|swp|patch|diff|lock|sig|asc|png|svg))$/i;
/** As `docker bake` and `docker compose` find them. */
const BAKE = /^docker-bake\.(?:hcl|json)$/;
const COMPOSE = /^(?:docker-)?compose\.ya?ml$/;
/** What both read over these by themselves. */
const OVERRIDE = /^(?:docker-bake\.override\.(?:hcl|json)|(?:docker-)?compose\.override\.ya?ml)$/;

/** The kind of a file by its own name; undefined for all others. */
export function kindOfFile(name: string): FileKind | undefined {
  if (TEMPLATE.test(name)) return 'template';
  if (BAKE.test(name)) return 'bake';
  if (COMPOSE.test(name)) return 'compose';
  if (OVERRIDE.test(name)) return 'override';
  return DOCKERFILE.test(name) && !OTHER.test(name) ? 'dockerfile' : undefined;
}

/** The kind of a file of definitions that somebody names; undefined where its ending does not tell. */
export function kindOfDefinition(name: string): 'bake' | 'compose' | undefined {
  if (/\.(?:hcl|json)$/i.test(name)) return 'bake';
  return /\.ya?ml$/i.test(name) ? 'compose' : undefined;
}
