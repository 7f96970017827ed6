// How a process reaches what has a path, in a library that is preloaded: whoever includes this says what stands for it.
#pragma once
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>

/// What stands for `path`, in `out` where it is another.
static const char *redirected(const char *path, char *out, size_t size);

/// openat(2) of the working folder, and of devices that are none.
static int open_any(const char *path, int flags, unsigned mode);

DIR *opendir(const char *path) {
  static DIR *(*next)(const char *);
  if (next == NULL) *(void **)&next = dlsym(RTLD_NEXT, "opendir");
  char other[256];
  return next(redirected(path, other, sizeof other));
}

#define OPEN(name)                                                              \
  int name(const char *path, int flags, ...) {                                  \
    va_list rest;                                                               \
    va_start(rest, flags);                                                      \
    unsigned mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, unsigned) : 0; \
    va_end(rest);                                                               \
    return open_any(path, flags, mode);                                         \
  }
OPEN(open)
OPEN(open64)
