// All files of all layers of an image for its page: each with its layer, what hides it, the finding that counts its bytes, and
// the package that has it.
import type { Finding } from '../../checks/finding.ts';
import { type ByteLedger, keepLedger, NEEDED } from '../../checks/judging/byte-ledger.ts';
import { hidingLayer } from '../../checks/judging/judge-image.ts';
import type { Profile } from '../../checks/profile.ts';
import type { Rule } from '../../checks/rule.ts';
import { ENTRY_KIND, pathText } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { ABSENT } from '../../contents/view/path-tree.ts';
import { NO_ENTRY, VISIBLE } from '../../contents/view/squashed-view.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { FILE_KIND, type FileKind, type ListedFile } from '../../report/page/file-columns.ts';
import { createPathGlob, matchesWildcard } from '../settings/match-glob.ts';
import type { IgnoreSetting } from '../settings/settings.ts';

/** By what the image was judged. */
export interface FileJudgement {
  readonly rules: readonly Rule[];
  readonly profile: Profile;
  readonly ignores: readonly IgnoreSetting[];
}

const KINDS: Readonly<Record<number, FileKind>> = {
  [ENTRY_KIND.file]: FILE_KIND.file,
  [ENTRY_KIND.hardlink]: FILE_KIND.hardlink,
  [ENTRY_KIND.symlink]: FILE_KIND.symlink,
  [ENTRY_KIND.character]: FILE_KIND.special,
  [ENTRY_KIND.block]: FILE_KIND.special,
  [ENTRY_KIND.fifo]: FILE_KIND.special,
};

/** The files, layer by layer. Their bytes by finding are those of the report's findings. */
export function* listFiles(
  contents: ImageContents,
  report: Pick<ImageReport, 'findings' | 'ignored'>,
  judgement: FileJudgement,
): Iterable<ListedFile> {
  const { view, layers } = contents;
  const ledger = keepLedger(contents, judgement.rules, judgement.profile);
  const findingOf = new FindingPlaces(report, ledger, contents, judgement);
  const owners = ownersByEntry(contents);
  for (const [layer, { facts }] of layers.entries()) {
    const base = view.entryBases[layer]!;
    for (let i = 0; i < facts.entryCount; i++) {
      const kind = KINDS[facts.kinds[i]!];
      if (kind === undefined) continue;
      const path = pathText(facts, i);
      // A root that is no folder has no name to be listed by.
      if (path === '') continue;
      const hiddenBy = view.hiddenBy[base + i]!;
      yield {
        path,
        kind,
        bytes: kind === FILE_KIND.file ? facts.sizes[i]! : 0,
        layer,
        hiddenBy: hiddenBy === VISIBLE ? -1 : hiddenBy,
        finding: facts.sizes[i] === 0 ? -1 : findingOf.find(base + i, layer, path),
        owner: owners[base + i]!,
      };
    }
  }
}

/** From what the ledger says of an entry to the position of its finding, those that are ignored behind the others. */
class FindingPlaces {
  readonly #counted: ReadonlyMap<string, number>;
  readonly #ignored: ReadonlyMap<string, number>;
  readonly #ledger: ByteLedger;
  readonly #contents: ImageContents;
  readonly #rules: readonly Rule[];
  readonly #ignores: readonly { readonly rule: string; readonly fitsPath: (path: string) => boolean }[];

  constructor(
    { findings, ignored }: Pick<ImageReport, 'findings' | 'ignored'>,
    ledger: ByteLedger,
    contents: ImageContents,
    judgement: FileJudgement,
  ) {
    this.#counted = placesOf(findings, 0);
    this.#ignored = placesOf(
      ignored.map(({ finding }) => finding),
      findings.length,
    );
    this.#ledger = ledger;
    this.#contents = contents;
    this.#rules = judgement.rules;
    this.#ignores = judgement.ignores.map(({ rule, path }) => ({
      rule,
      fitsPath: path === null ? () => true : createPathGlob(path),
    }));
  }

  find(entry: number, layer: number, path: string): number {
    const position = this.#ledger.ballast[entry]! || this.#ledger.advice[entry]!;
    if (position === NEEDED) return -1;
    const rule = this.#rules[position - 1]!.id;
    const hiding = hidingLayer(this.#contents.view, this.#ledger, entry);
    const key = `${rule} ${layer} ${hiding === VISIBLE ? null : hiding}`;
    const ignored = this.#ignored.get(key);
    const counted = this.#counted.get(key);
    if (ignored === undefined) return counted ?? -1;
    if (counted === undefined) return ignored;
    const isIgnored = this.#ignores.some(
      (setting) => matchesWildcard(setting.rule, rule) && setting.fitsPath(path),
    );
    return isIgnored ? ignored : counted;
  }
}

function placesOf(findings: readonly Finding[], first: number): ReadonlyMap<string, number> {
  return new Map(
    findings.flatMap(({ rule, layer, hiddenByLayer, secret }, i) =>
      secret === null ? [[`${rule} ${layer} ${hiddenByLayer}`, first + i] as const] : [],
    ),
  );
}

/** For each entry that shows: the package that has its path, or -1. */
function ownersByEntry({ view, inventory }: ImageContents): Int32Array {
  const owners = new Int32Array(view.hiddenBy.length).fill(NO_OWNER);
  for (let node = 0; node < view.tree.nodeCount; node++) {
    const entry = view.shown[node];
    const owner = inventory.owners[node];
    if (view.tree.kinds[node] !== ABSENT && entry !== undefined && entry !== NO_ENTRY && owner !== undefined)
      owners[entry] = owner;
  }
  return owners;
}
