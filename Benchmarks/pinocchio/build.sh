#!/bin/sh
# Pinocchio's C++ of the PyPI wheel `pin` as a library that `bench` loads (3 minutes):
#
#   build.sh VENV peer.so      VENV is what Tests/Differential/setup.sh makes; Debian has Eigen
#                              (libeigen3-dev) and urdfdom's headers (liburdfdom-headers-dev)
#
# No -march: the baseline of the architecture, as ours. Not newer where the result is newer than its source.
set -eu
cd "$(dirname "$0")"
prefix=$(echo "$1"/lib/python3*/site-packages/cmeel.prefix)
[ "$2" -nt peer.cpp ] && [ "$2" -nt build.sh ] && exit 0
mkdir -p "$(dirname "$2")"
# The macros are those of the wheel's CMake files.
g++ -std=c++17 -O3 -DNDEBUG -fPIC -shared -fvisibility=default -w \
  -DPINOCCHIO_WITH_URDFDOM -DPINOCCHIO_URDFDOM_HEADERS_MAJOR_VERSION=3 \
  -DPINOCCHIO_URDFDOM_HEADERS_MINOR_VERSION=0 -DPINOCCHIO_URDFDOM_HEADERS_PATCH_VERSION=0 \
  -DBOOST_MPL_LIMIT_LIST_SIZE=30 -DBOOST_MPL_LIMIT_VECTOR_SIZE=30 \
  -DBOOST_MPL_CFG_NO_PREPROCESSED_HEADERS -DBOOST_FUSION_INVOKE_MAX_ARITY=12 \
  -I "$prefix/include" -I /usr/include/eigen3 peer.cpp -o "$2.new" \
  -L "$prefix/lib" -Wl,-rpath,"$prefix/lib" -lpinocchio_parsers -lpinocchio_default
mv "$2.new" "$2"
