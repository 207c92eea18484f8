#!/usr/bin/env bash
#
# Makes the benchmark image and the three forms of it that the benchmark reads.
#
#   bench/make-image.sh [FOLDER]        FOLDER: ${TMPDIR:-/tmp}/plimsoll-bench unless given
#
#   FOLDER/plain.tar   `docker save`: layers as plain tar
#   FOLDER/layout/     OCI layout: layers as gzip
#   FOLDER/gzip.tar    the archive that an engine with a containerd store saves: gzip layers and a manifest.json
#   FOLDER/contents.txt  the layers, their sizes and their entries
#
# What exists is kept. To have a file made again, remove it; to have all made again,
# remove the image (`docker image rm plimsoll-bench:latest`): what is made from it follows.
# Needs root, mmdebstrap, skopeo, jq, and a running Docker engine of its own (no image registry is asked).
# DOCKER names the client where `docker` on the PATH is not the engine's own.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-${TMPDIR:-/tmp}/plimsoll-bench}
docker=${DOCKER:-docker}
image=plimsoll-bench:latest
base=debian:bookworm-slim
mkdir -p "$out"

has_image() { "$docker" image inspect "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*" >&2; }

# Everything is written beside its place and then renamed, so that a broken run leaves no half file to be kept.
trap 'rm -rf "$out"/*.part' EXIT

if ! has_image "$image"; then
  if ! has_image "$base"; then
    say "making $base"
    # As Debian's own base image does, apt-get shall drop the .deb files that it has installed.
    # By way of a file, so that a broken bootstrap never becomes a base image.
    mmdebstrap --quiet --format=tar --variant=minbase \
      --customize-hook='echo "APT::Keep-Downloaded-Packages \"false\";" >"$1/etc/apt/apt.conf.d/01keep-none"' \
      bookworm "$out/base.tar.part"
    "$docker" import "$out/base.tar.part" "$base" >/dev/null
  fi
  say "building $image (some minutes)"
  DOCKER_BUILDKIT=1 "$docker" build --network host --progress plain \
    --secret "id=ca,src=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" \
    --tag "$image" "$here/image" >"$out/build.log" 2>&1 ||
    { say "the build failed, see $out/build.log"; exit 1; }
  "$docker" builder prune --all --force >/dev/null
  rm -rf "$out/plain.tar" "$out/layout" "$out/gzip.tar" "$out/contents.txt"
fi

if [ ! -e "$out/plain.tar" ]; then
  say "saving plain.tar"
  "$docker" save --output "$out/plain.tar.part" "$image"
  mv "$out/plain.tar.part" "$out/plain.tar"
fi

if [ ! -e "$out/layout" ]; then
  say "compressing layout/"
  # From the archive and not from the daemon: plain.tar is that copy already.
  skopeo copy --quiet "docker-archive:$out/plain.tar" "oci:$out/layout.part:latest"
  mv "$out/layout.part" "$out/layout"
fi

if [ ! -e "$out/gzip.tar" ]; then
  say "packing gzip.tar"
  blob() { printf 'blobs/%s' "${1/://}"; }
  manifest=$(blob "$(jq -r '.manifests[0].digest' "$out/layout/index.json")")
  mkdir "$out/gzip.part"
  jq --arg tag "$image" '[{
    Config: ("blobs/" + (.config.digest | sub(":"; "/"))),
    RepoTags: [$tag],
    Layers: [.layers[].digest | "blobs/" + sub(":"; "/")]
  }]' "$out/layout/$manifest" >"$out/gzip.part/manifest.json"
  # The order in which containerd writes: by name, blobs first. Fixed owner and time: the same layout gives the same tar.
  tar --create --file "$out/gzip.tar.part" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 \
    -C "$out/layout" blobs index.json -C "$out/gzip.part" manifest.json -C "$out/layout" oci-layout
  mv "$out/gzip.tar.part" "$out/gzip.tar"
fi

# One line a layer, then the sums. Counted in plain.tar, where nothing has to be inflated.
if [ ! -e "$out/contents.txt" ]; then
  layers=0 bytes=0 entries=0
  for layer in $(tar -xOf "$out/plain.tar" manifest.json | jq -r '.[0].Layers[]'); do
    size=$(tar -tvf "$out/plain.tar" "$layer" | awk '{ print $3 }')
    count=$(tar -xOf "$out/plain.tar" "$layer" | tar -t | wc -l)
    printf '%12d bytes of tar %8d entries\n' "$size" "$count"
    layers=$((layers + 1)) bytes=$((bytes + size)) entries=$((entries + count))
  done >"$out/contents.part"
  echo "$layers layers, $bytes bytes of tar, $entries entries" >>"$out/contents.part"
  mv "$out/contents.part" "$out/contents.txt"
fi
cat "$out/contents.txt"
ls -l "$out/plain.tar" "$out/gzip.tar"
