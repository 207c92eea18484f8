// A fleet's findings for tools of others: they point at the line of the list that names the image, where there is such a list.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { formatFleetCheckMarkdown } from '../../report/fleet-check-markdown.ts';
import type { FleetCheckReport } from '../../report/fleet-check-report.ts';
import { judgeFleet, type PlaceOfImage } from '../../report/judgements/judge-fleet.ts';
import type { JudgedPart } from './told-part.ts';

/** Stand for a fleet that no list names, the first that is there; else the first. */
const OWN_FILES = ['plimsoll.yaml', 'docker-bake.hcl', 'compose.yaml', 'Dockerfile'];

/** The fleet as one part; `list` is the file of `--from`. */
export function judgeFleetPart(report: FleetCheckReport, list: string | undefined): JudgedPart {
  const judgements = judgeFleet(report, list === undefined ? placeAlike() : placeInList(list, report));
  return { judgements, errors: report.errors, markdown: () => formatFleetCheckMarkdown(report) };
}

function placeAlike(): PlaceOfImage {
  const file = OWN_FILES.find((name) => existsSync(name)) ?? OWN_FILES[0]!;
  return () => ({ file, line: 1 });
}

/** By the name or the reference, with or without its transport; a line that names a registry or a folder is that of all its images. */
function placeInList(list: string, { images }: FleetCheckReport): PlaceOfImage {
  const lines = readLines(list);
  const references = new Map(images.map(({ name, reference }) => [name, reference]));
  const findLine = (fits: (line: string) => boolean): number =>
    lines.findIndex((line) => line !== '' && !line.startsWith('#') && fits(line));
  return (name) => {
    const names = [name, references.get(name) ?? name];
    const exact = findLine((line) =>
      names.some((each) => each === line || each.endsWith(`:${line}`) || each.endsWith(`://${line}`)),
    );
    const around = exact >= 0 ? exact : findLine((line) => names.some((each) => each.includes(line)));
    return { file: list, line: Math.max(around, 0) + 1 };
  };
}

function readLines(list: string): readonly string[] {
  try {
    // A pipe was read once, and would never end again.
    if (!statSync(list).isFile()) return [];
    return readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => line.trim());
  } catch {
    return [];
  }
}
