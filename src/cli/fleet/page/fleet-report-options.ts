// The options of `report` about fleets.
import type { Command } from 'commander';

/** As commander hands them over. */
export interface FleetReportFlags {
  /** The sources. */
  readonly fleet?: readonly string[];
  /** A file with one source a line. */
  readonly from?: string;
  readonly contents?: boolean;
  /** The folder that the paths of Dockerfiles are in. */
  readonly dockerfiles?: string;
}

/** Adds them. */
export function addFleetReportOptions(report: Command): Command {
  return report
    .optionsGroup('Fleet:')
    .option(
      '--fleet <source...>',
      'instead of an image: many of them, named as for plimsoll fleet storage; a history shows what changed how often',
    )
    .option('--from <file>', 'with --fleet: more sources, one a line')
    .option('--contents', 'with --fleet: read the layers; findings are told, and which layers hold the same')
    .option('--dockerfiles <folder>', 'with --fleet: where the Dockerfiles are that the fleet names');
}
