#!/bin/sh
# The twin of another compiler, as a library that `bench` loads: build.sh g++ twin.so
set -eu
cd "$(dirname "$0")"
exec "$1" -std=c++20 -O3 -fno-exceptions -fno-rtti -ffp-contract=off -fvisibility=hidden -fPIC \
  -shared -Iinclude ./*.cpp -o "$2"
