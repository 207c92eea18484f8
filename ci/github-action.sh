#!/usr/bin/env bash
# The step of action.yml: one check for the log, the exit code and all files; one comparison where a base branch's image is named.
set -uo pipefail

case $PLIMSOLL_VERSION in
*/* | *.tgz) package=$PLIMSOLL_VERSION ;;
*) package=plimsoll@$PLIMSOLL_VERSION ;;
esac
# A job may have this step more than once.
if [ "$(cat "$PLIMSOLL_FOLDER/installed" 2>/dev/null)" != "$package" ]; then
  npm install --silent --no-audit --no-fund --prefer-offline --prefix "$PLIMSOLL_FOLDER" "$package" || exit 2
  echo "$package" >"$PLIMSOLL_FOLDER/installed"
fi
plimsoll=$PLIMSOLL_FOLDER/node_modules/.bin/plimsoll
made=$(mktemp -d "$PLIMSOLL_FOLDER/run.XXXXXX") || exit 2

# Words are split on purpose: several targets, several options.
# shellcheck disable=SC2206
targets=($PLIMSOLL_TARGETS) arguments=($PLIMSOLL_ARGUMENTS) against_arguments=($PLIMSOLL_AGAINST_ARGUMENTS)
shared=(--cache-dir "$PLIMSOLL_CACHE" --no-color)
files=(--write "markdown=$made/check.md")
if [ "$PLIMSOLL_ANNOTATIONS" = true ]; then files+=(--write "github=$made/annotations"); fi
if [ -n "$PLIMSOLL_SARIF" ]; then files+=(--write "sarif=$PLIMSOLL_SARIF"); fi
if [ -n "$PLIMSOLL_JUNIT" ]; then files+=(--write "junit=$PLIMSOLL_JUNIT"); fi
if [ -n "$PLIMSOLL_HTML" ]; then files+=(--write "html=$PLIMSOLL_HTML"); fi

"$plimsoll" check --fail-on "$PLIMSOLL_FAIL_ON" "${shared[@]}" "${files[@]}" "${arguments[@]}" "${targets[@]}"
code=$?

if [ -n "$PLIMSOLL_AGAINST" ]; then
  # The last target is the image of this branch. What the check read of it is known by now.
  echo "::group::Against $PLIMSOLL_AGAINST"
  "$plimsoll" diff "${shared[@]}" --write "markdown=$made/diff.md" "${against_arguments[@]}" "$PLIMSOLL_AGAINST" "${targets[-1]}"
  difference=$?
  echo "::endgroup::"
  if [ "$difference" = 2 ] && [ "${#against_arguments[@]}" = 0 ]; then
    # A first pull request has no such image, and nothing was to be judged by it.
    echo "::warning title=plimsoll::there is no comparison with the base branch's image; the log says why"
  elif [ "$difference" -gt "$code" ]; then
    code=$difference
  fi
fi

# What could not be looked at has written nothing.
if [ -f "$made/annotations" ]; then cat "$made/annotations"; fi
summary=$PLIMSOLL_SUMMARY_FILE
if [ -z "$summary" ]; then summary=$made/summary.md; fi
cat "$made"/diff.md "$made"/check.md >"$summary" 2>/dev/null
if [ "$PLIMSOLL_SUMMARY" = true ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
{
  echo "exit-code=$code"
  echo "summary-file=$summary"
} >>"$GITHUB_OUTPUT"
exit "$code"
