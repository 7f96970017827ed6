#!/bin/sh
# The twin of another compiler, as a library for `cycle-twin --twin`: build.sh g++ libtwin.so
set -eu
cd "$(dirname "$0")"
exec "$1" -std=c++20 -O3 -fno-exceptions -fno-rtti -ffp-contract=off -fvisibility=hidden -fPIC \
  -shared -Iinclude cycle.cpp joint.cpp -o "$2"
