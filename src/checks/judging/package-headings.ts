// Which package rule takes a file: by the roles of the package that owns it, or of the tool that no package has. What the image
// runs, and what something that serves needs, is left alone.
import type { ImageContents } from '../../contents/image-contents.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import type { PackageRole } from '../../contents/packages/roles/package-role.ts';
import { findUnownedTools, type UnownedTools } from '../../contents/packages/roles/unowned-tools.ts';
import { runsProgram } from '../exceptions/runs-program.ts';
import type { Profile } from '../profile.ts';
import type { ImageLook, PackageRule, Rule } from '../rule.ts';
import { findNeededPackages } from './needed-packages.ts';
import { findRunPrograms } from './run-programs.ts';

/** A package, or a tool without one, as findings name it. */
export interface FoundPackage {
  readonly name: string;
  readonly because: string;
}

interface Heading {
  /** The rule's position in the list plus 1; 0 for none. */
  readonly position: number;
  readonly found: FoundPackage;
}

const NO_TOOLS: UnownedTools = { tools: [], toolOf: new Map() };

/** The package rules of a list that judge images of a profile, asked by node of the view's tree. */
export class PackageHeadings {
  readonly #owners: Int32Array;
  readonly #byPackage: readonly (Heading | undefined)[];
  readonly #unowned: UnownedTools;
  readonly #byTool: readonly (Heading | undefined)[];

  constructor(contents: ImageContents, rules: readonly Rule[], profile: Profile, look: ImageLook) {
    const { inventory, view } = contents;
    this.#owners = inventory.owners;
    const asked = rules.flatMap((rule, i): readonly (readonly [PackageRule, number])[] =>
      rule.kind === 'packages' && rule.profiles.includes(profile) ? [[rule, i + 1]] : [],
    );
    if (asked.length === 0) {
      this.#byPackage = [];
      this.#unowned = NO_TOOLS;
      this.#byTool = [];
      return;
    }
    const choose = (name: string, roles: readonly PackageRole[]): Heading | undefined => {
      for (const [rule, position] of asked) {
        const because = roles.find(({ role }) => rule.roles.includes(role))?.because;
        if (because !== undefined) return { position, found: { name, because } };
      }
      return undefined;
    };
    const chosen = inventory.packages.map(({ record, roles, state }) =>
      state === 'installed' && roles.length > 0 && isOwnFiles(record)
        ? choose(record.name, roles)
        : undefined,
    );
    const programs = findRunPrograms(contents, look);
    const run = new Set(
      [...programs].map((node) => inventory.owners[node]!).filter((owner) => owner !== NO_OWNER),
    );
    const flagged = new Set<number>();
    chosen.forEach((heading, position) => {
      if (heading !== undefined && rules[heading.position - 1]!.tier === 'ballast') flagged.add(position);
    });
    const needed = findNeededPackages(inventory, flagged, run);
    const develops = runsDevelopment(look);
    this.#byPackage = chosen.map((heading, position) => {
      if (heading === undefined || run.has(position)) return undefined;
      if (flagged.has(position) && needed.has(position)) return undefined;
      return develops && inventory.packages[position]!.record.type === 'npm' ? undefined : heading;
    });
    this.#unowned = findUnownedTools(view, inventory.owners);
    const runTools = new Set([...programs].map((node) => this.#unowned.toolOf.get(node)));
    this.#byTool = this.#unowned.tools.map((tool, position) =>
      runTools.has(position) ? undefined : choose(tool.name, [tool]),
    );
  }

  /** The heading of the file at a node, if a rule takes it. */
  of(node: number): Heading | undefined {
    if (this.#byPackage.length === 0 && this.#byTool.length === 0) return undefined;
    const owner = this.#owners[node] ?? NO_OWNER;
    if (owner !== NO_OWNER) return this.#byPackage[owner];
    const tool = this.#unowned.toolOf.get(node);
    return tool === undefined ? undefined : this.#byTool[tool];
  }
}

/** A package that was read from one file (a jar, a binary) may be one of many in it. */
function isOwnFiles({ files }: { readonly files: { readonly kind: string } }): boolean {
  return files.kind !== 'itself';
}

/** Whether the container starts a script of development or tests, which may use whatever development needs. */
function runsDevelopment(look: ImageLook): boolean {
  return (
    runsProgram(look, 'npm', 'npx', 'yarn', 'pnpm', 'bun') &&
    runsProgram(look, 'dev', 'develop', 'start:dev', 'watch', 'test', 'serve:dev')
  );
}
