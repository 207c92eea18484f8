// All platforms of each image as one: an index where there are several, the image itself where there is one.
import { formatRegistryReference, parseRegistryReference } from '../../../oci/image/reference.ts';
import type { UpdateGraph } from '../graph/update-graph.ts';
import { joinPlatforms } from '../making/join-platforms.ts';
import type { Maker } from '../making/maker.ts';
import { rideOut } from '../making/ride-out.ts';
import type { MadeImage } from './made-image.ts';
import type { JoinedImage, RunImage } from './run-report.ts';
import { joinKeys, stagingReference, stagingRepository } from './staging-name.ts';

/** Joins those whose platforms are all there; throws what registries throw. */
export async function joinImages(
  { images }: Pick<UpdateGraph, 'images'>,
  ends: readonly RunImage[],
  to: string | undefined,
  maker: Maker,
  signal: AbortSignal,
): Promise<readonly JoinedImage[]> {
  const joined: JoinedImage[] = [];
  for (const { id, references } of images) {
    const own = ends.filter((end) => end.id === id);
    const members = own.flatMap(({ platform, end }) =>
      end.kind === 'made' ? [{ platform, made: end.made }] : [],
    );
    if (members.length === 0 || members.length < own.length) continue;
    const reference = await joinOne(members, stagingRepository(references[0] ?? id, to), maker, signal);
    joined.push({ id, references, reference });
  }
  return joined;
}

async function joinOne(
  members: readonly { readonly platform: string; readonly made: MadeImage }[],
  repository: string,
  maker: Maker,
  signal: AbortSignal,
): Promise<string> {
  if (members.length === 1) return members[0]!.made.reference;
  const staging = stagingReference(
    repository,
    joinKeys(members.map(({ platform, made }) => `${platform} ${made.digest}`)),
  );
  const digest = await rideOut(() => joinPlatforms(staging, members, maker, signal), signal);
  const { host, repository: path } = parseRegistryReference(staging);
  return formatRegistryReference({ host, repository: path, digest });
}
