#!/bin/sh
# Runs the tests of the page where Node, Chromium and the packages of package-lock.json are there; else says what is missing
# and is skipped (exit 77). tools/install-packages.sh web installs them.
#   run.sh PROGRAM
set -eu
HUMDINGER=$(realpath "$1")
export HUMDINGER
cd "$(dirname "$0")"
skip() {
    echo "skipped: $1; tools/install-packages.sh web installs it"
    exit 77
}
command -v node >/dev/null || skip 'there is no node'
CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
[ -n "$CHROMIUM" ] || skip 'there is no chromium'
export CHROMIUM
[ -d node_modules/playwright-core ] || skip 'playwright-core is not in tests/web/node_modules'
[ -d node_modules/axe-core ] || skip 'axe-core is not in tests/web/node_modules'
exec node --test --test-concurrency=1 page.test.mjs
