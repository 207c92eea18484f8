#!/usr/bin/env bash
# The step of action.yml: checks once for the log and the exit code; the other formats are told from what was kept.
set -uo pipefail

case $PLIMSOLL_VERSION in
*/* | *.tgz) package=$PLIMSOLL_VERSION ;;
*) package=plimsoll@$PLIMSOLL_VERSION ;;
esac
# Words are split on purpose: several targets, several options.
# shellcheck disable=SC2206
words=($PLIMSOLL_ARGUMENTS $PLIMSOLL_TARGETS)
npm install --silent --no-audit --no-fund --prefix "$PLIMSOLL_FOLDER" "$package" || exit 2
plimsoll() {
  "$PLIMSOLL_FOLDER/node_modules/.bin/plimsoll" check --fail-on "$PLIMSOLL_FAIL_ON" --cache-dir "$PLIMSOLL_CACHE" --no-color "$@" "${words[@]}"
}

plimsoll
code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
# What could not be checked has nothing to show.
if [ "$code" = 2 ]; then exit 2; fi
if [ "$PLIMSOLL_ANNOTATIONS" = true ]; then plimsoll --quiet --format github; fi
if [ "$PLIMSOLL_SUMMARY" = true ]; then plimsoll --quiet --format markdown >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "$PLIMSOLL_SARIF" ]; then plimsoll --quiet --format sarif >"$PLIMSOLL_SARIF"; fi
exit "$code"
