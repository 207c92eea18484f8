// Programs that fetch what a project's manifest names, and of which nothing else is known.
import type { Effect } from '../../../dockerfile/commands/effect.ts';

interface ProjectInstaller {
  /** Without operands, that is without packages of its own. */
  readonly call: RegExp;
  readonly manifests: readonly string[];
}

const INSTALLERS: readonly ProjectInstaller[] = [
  { call: /^berks (?:install|vendor)\b/, manifests: ['Berksfile', 'Berksfile.lock*'] },
  { call: /^bower install$/, manifests: ['bower.json'] },
  { call: /^glide (?:install|up|update)$/, manifests: ['glide.yaml', 'glide.lock*'] },
  { call: /^dep ensure$/, manifests: ['Gopkg.toml', 'Gopkg.lock*'] },
  { call: /^govendor sync$/, manifests: ['vendor/vendor.json'] },
  { call: /^go mod download$/, manifests: ['go.mod', 'go.sum*'] },
  {
    call: /^mvnw? (?:\S*dependency(?:-plugin)?(?::\S+)?:(?:go-offline|resolve|resolve-plugins) ?)+$/,
    manifests: ['pom.xml'],
  },
  { call: /^mix deps\.get$/, manifests: ['mix.exs', 'mix.lock*'] },
  { call: /^lein deps$/, manifests: ['project.clj'] },
  { call: /^pod install$/, manifests: ['Podfile', 'Podfile.lock*'] },
];

/** The manifests that a command reads, if it does nothing but fetch what they name. */
export function findManifests({ argv, program, certainty }: Effect): readonly string[] | undefined {
  if (certainty !== 'always') return undefined;
  const words = argv
    .slice(1)
    .flatMap(({ value }) => (value === undefined || value.startsWith('-') ? [] : [value]));
  const call = [program, ...words].join(' ');
  return INSTALLERS.find((each) => each.call.test(call))?.manifests;
}
