#!/bin/sh
# Starts the service that the command names; further arguments go to it.
set -eu
service=${1:-all}
[ $# -gt 0 ] && shift
case "$service" in
    ingest | align | summarize) exec python -m "services.$service" "$@" ;;
    all) exec mizan serve --listen 0.0.0.0:50051 --metrics-port 9090 --data /var/lib/mizan "$@" ;;
    *) echo "mizan: unknown service '$service': use ingest, align, summarize or all" >&2; exit 2 ;;
esac
