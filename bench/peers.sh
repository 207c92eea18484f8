#!/usr/bin/env bash
#
# Installs the peers of the benchmark with Go (what is there is kept) and prints their versions.
# Remove a binary to have its newest version installed.
set -euo pipefail

bin=$(go env GOBIN)
bin=${bin:-$(go env GOPATH)/bin}

for package in \
  github.com/wagoodman/dive/cmd/dive \
  github.com/anchore/syft/cmd/syft \
  github.com/google/go-containerregistry/cmd/crane \
  github.com/zricethezav/gitleaks/v8; do
  peer=$bin/$(basename "${package%/v8}")
  [ -x "$peer" ] || nice go install "$package@latest"
  # The module's version: a binary that was installed this way often doesn't know its own.
  go version -m "$peer" | awk -v peer="$peer" '$1 == "mod" { print peer, $2, $3 }'
done
