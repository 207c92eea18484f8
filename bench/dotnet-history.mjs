// The whole history of .NET's published images as a fleet's history, from a clone of github.com/dotnet/versions:
//
//   node bench/dotnet-history.mjs CLONE [SINCE] > history.ndjson
//   plimsoll fleet storage history.ndjson
//
// SINCE is the first commit's date that counts (default 2025-07-02: layers have sizes since that week). From there on to 2026-08-20
// these are 137 snapshots: 887.7 GB of layers were ever there, 853.7 GB of them new after the first snapshot.
import { spawnSync } from 'node:child_process';

const FILE = 'build-info/docker/image-info.dotnet-dotnet-docker-main.json';
const [clone, since = '2025-07-02'] = process.argv.slice(2);
if (clone === undefined) {
  process.stderr.write('usage: node bench/dotnet-history.mjs CLONE [SINCE] > history.ndjson\n');
  process.exit(2);
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', ['-C', clone, ...args], { maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}

process.stdout.write('{"kind":"fleet-history"}\n');
const commits = git('log', '--reverse', '--format=%H %cI', `--since=${since}`, '--', FILE).trim().split('\n');
for (const commit of commits) {
  const [hash, at] = commit.split(' ');
  const info = JSON.parse(git('show', `${hash}:${FILE}`));
  const images = info.repos.flatMap(({ repo, images: listed = [] }) =>
    listed.flatMap(({ platforms = [] }) =>
      platforms.map((platform) => ({
        repository: repo,
        tags: platform.simpleTags,
        digest: /@(sha256:[0-9a-f]{64})/.exec(platform.digest)?.[1],
        os: platform.osType,
        osVersion: platform.osVersion,
        architecture: platform.architecture,
        base: platform.baseImageDigest,
        created: platform.created,
        dockerfile: platform.dockerfile,
        // There the top layer is the first.
        layers: (platform.layers ?? []).map(({ digest, size }) => [digest, size ?? null]).reverse(),
      })),
    ),
  );
  process.stdout.write(`${JSON.stringify({ at, images })}\n`);
}
