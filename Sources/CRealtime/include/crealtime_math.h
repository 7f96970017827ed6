#pragma once
// Arithmetic that the Swift compiler's real-time checks refuse in its Swift spelling, although it is
// one instruction. Header only and without libc, so that bare-metal builds compile it too.

#if defined(__has_attribute)
#if __has_attribute(swift_attr)
#define CRT_REALTIME \
  __attribute__((swift_attr("@_noAllocation"))) __attribute__((swift_attr("@_noLocks")))
#endif
#endif
#ifndef CRT_REALTIME
#define CRT_REALTIME
#endif

/// The square root of `x`; NaN for a negative `x`. One instruction on x86_64 and aarch64: unlike
/// `__builtin_sqrt` it has no errno to set, for which a negative `x` would go to libm.
CRT_REALTIME static inline double crt_sqrt(double x) {
#ifdef __clang__
  return __builtin_elementwise_sqrt(x);
#else
  return __builtin_sqrt(x);
#endif
}
