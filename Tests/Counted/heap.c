// The allocator and the locks of the process, counted on real-time threads.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

#include "counted.h"

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

#define ALLOCATES COUNTED_ADD(allocations, "an allocation")

void *malloc(size_t size) {
  ALLOCATES;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  ALLOCATES;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  ALLOCATES;
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  ALLOCATES;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  ALLOCATES;
  return __libc_memalign(alignment, size);
}

void *valloc(size_t size) {
  ALLOCATES;
  return __libc_memalign((size_t)sysconf(_SC_PAGESIZE), size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  ALLOCATES;
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *result = __libc_memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *memory = result;
  return 0;
}

void free(void *memory) {
  if (memory != NULL) COUNTED_ADD(frees, "a free");
  __libc_free(memory);
}

// Locks, also those that nobody contends for and that therefore make no system call.
#define LOCK(result, name, parameters, arguments)                     \
  result name parameters {                                            \
    static result(*next) parameters;                                  \
    COUNTED_ADD(locks, #name);                                        \
    if (next == NULL) *(void **)&next = dlsym(RTLD_NEXT, #name);      \
    return next arguments;                                            \
  }

LOCK(int, pthread_mutex_lock, (pthread_mutex_t * lock), (lock))
LOCK(int, pthread_mutex_trylock, (pthread_mutex_t * lock), (lock))
LOCK(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
LOCK(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
LOCK(int, pthread_spin_lock, (pthread_spinlock_t * lock), (lock))
LOCK(int, pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t *lock), (condition, lock))
LOCK(int, sem_wait, (sem_t * semaphore), (semaphore))
