#pragma once
// Memory for programs without a heap. Header only: the platform defines the function, and only what is
// built in Embedded Swift calls it.

#include <stddef.h>

/// Room for `size` bytes at a multiple of `alignment`, for as long as the program runs. Called while the
/// robot is set up, never in a cycle. Does not return when there is no room left.
__attribute__((returns_nonnull)) void *crt_take_memory(size_t size, size_t alignment);
