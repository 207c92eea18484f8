// The images that plimsoll.yaml names: each entry, or each Dockerfile that its pattern fits.
import { dirname, resolve } from 'node:path';
import type { ImageSetting } from '../update-settings.ts';
import { type FoundFile, toGraphPath } from './find-files.ts';
import type { ImageDraft } from './image-draft.ts';
import { fillCaptures, matchPath } from './path-pattern.ts';
import type { GraphFinding } from './update-graph.ts';

/** What the entries are read with. */
export interface SettingsSurroundings {
  readonly root: string;
  /** The settings, from the root. */
  readonly settingsFile: string;
  readonly files: readonly FoundFile[];
  /** For images that name none. */
  readonly platforms: readonly string[];
}

/**
 * Makes the images. A pattern leaves out the Dockerfiles of earlier entries with the same target; an entry that fits no file is a
 * finding.
 */
export function readSettingsImages(
  images: readonly ImageSetting[],
  around: SettingsSurroundings,
): { readonly drafts: readonly ImageDraft[]; readonly findings: readonly GraphFinding[] } {
  const findings: GraphFinding[] = [];
  const named = new Set<string>();
  const drafts = images.flatMap((image) => {
    const fitting = readEntry(image, around);
    // What is told one by one comes before what a pattern tells of many.
    const keyOf = ({ build }: ImageDraft): string => JSON.stringify([build!.dockerfilePath, build!.target]);
    const made = image.dockerfile.includes('*')
      ? fitting.filter((draft) => !named.has(keyOf(draft)))
      : fitting;
    for (const draft of made) named.add(keyOf(draft));
    if (fitting.length === 0)
      findings.push({
        kind: 'unreadable',
        file: around.settingsFile,
        line: image.line,
        message: `no file fits '${image.dockerfile}'`,
      });
    return made;
  });
  return { drafts, findings };
}

function readEntry(image: ImageSetting, { root, settingsFile, files, platforms }: SettingsSurroundings) {
  const matches = image.dockerfile.includes('*')
    ? files.flatMap(({ path, file }) => {
        const captures = matchPath(image.dockerfile, file);
        return captures === undefined ? [] : [{ path, captures }];
      })
    : [{ path: resolve(root, image.dockerfile), captures: [] }];
  return matches.map(({ path, captures }): ImageDraft => {
    const fill = (text: string): string => fillCaptures(text, captures);
    return {
      place: { kind: 'settings', file: settingsFile, line: image.line },
      name: `${settingsFile}#${toGraphPath(root, path)}`,
      references: namesOf(fill(image.name), image.tags.map(fill)),
      build: {
        contextPath: image.context === undefined ? dirname(path) : resolve(root, fill(image.context)),
        dockerfilePath: path,
        ...(image.target === undefined ? {} : { target: fill(image.target) }),
        args: Object.fromEntries(Object.entries(image.args).map(([name, value]) => [name, fill(value)])),
        namedContexts: {},
        secretIds: image.secretIds,
        platforms: image.platforms.length === 0 ? platforms : image.platforms,
      },
      ...(image.refreshSeconds === undefined ? {} : { refreshSeconds: image.refreshSeconds }),
    };
  });
}

/** A name with a tag is the first of the names; its other tags go to the same repository. */
function namesOf(name: string, tags: readonly string[]): readonly string[] {
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const repository = hasTag ? name.slice(0, colon) : name;
  const tagged = tags.map((tag) => `${repository}:${tag}`);
  return hasTag || tags.length === 0 ? [name, ...tagged] : tagged;
}
