#include "crealtime.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>

int crt_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return CPU_COUNT(&set);
}

bool crt_may_use_processor(int processor) {
  // Tried, not read from the mask: isolated processors are in no mask until they are asked for.
  cpu_set_t before, set;
  if (processor < 0 || processor >= CPU_SETSIZE) return false;
  if (sched_getaffinity(0, sizeof before, &before) != 0) return false;
  CPU_ZERO(&set);
  CPU_SET((size_t)processor, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) return false;
  sched_setaffinity(0, sizeof before, &before);
  return true;
}

int crt_isolated_processor(void) {
  FILE *list = fopen("/sys/devices/system/cpu/isolated", "re");
  if (list == NULL) return -1;
  // A list of ranges, such as "2-3,5": its last number is the last processor.
  int last = -1;
  int number;
  while (fscanf(list, "%d", &number) == 1) {
    last = number;
    if (fgetc(list) == EOF) break;
  }
  fclose(list);
  return last;
}

int crt_last_processor(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 0;
  int last = 0;
  for (int processor = 0; processor < CPU_SETSIZE; processor++) {
    if (CPU_ISSET((size_t)processor, &set)) last = processor;
  }
  return last;
}

int crt_leave_processor(int processor) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return errno;
  CPU_CLR((size_t)processor, &set);
  if (CPU_COUNT(&set) == 0) return 0;
  return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : errno;
}
