#!/usr/bin/env bash
# Strangers attack a node of a real mesh for a minute, while a client puts and gets; and all that is malformed is
# tried on it. Prints memory and pings. docs/limits.md says what must hold.   attack.sh
set -euo pipefail
exec "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/cluster-test.sh" --only am --attack-seconds 60
