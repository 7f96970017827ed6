// The way to the process that has the simulated chips and lines (cerebellum hil-backend, wires.sock).
// System calls only: the daemon's signal handler comes through here.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "hardware.h"

static __thread int link_of_thread __attribute__((tls_model("initial-exec"))) = -1;
static __thread bool is_asking __attribute__((tls_model("initial-exec")));

int crash_connect(void) {
  const char *path = getenv("CEREBELLUM_CRASH_WIRES");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (path == NULL || strlen(path) >= sizeof address.sun_path) return -1;
  memcpy(address.sun_path, path, strlen(path) + 1);
  int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return -1;
  if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0) return connection;
  close(connection);
  return -1;
}

int crash_ask_over(int connection, const char *request, char *answer, unsigned size) {
  size_t length = strlen(request);
  if (connection < 0 || send(connection, request, length, MSG_NOSIGNAL) != (ssize_t)length) return ENODEV;
  unsigned taken = 0;
  while (taken == 0 || answer[taken - 1] != '\n') {
    if (taken == size) return EPROTO;
    ssize_t count = recv(connection, answer + taken, size - taken, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return ENODEV;
    taken += (unsigned)count;
  }
  answer[taken - 1] = '\0';
  if (strncmp(answer, "ok", 2) == 0) return 0;
  if (strstr(answer, "EBUSY") != NULL) return EBUSY;
  if (strstr(answer, "EPERM") != NULL) return EPERM;
  return strstr(answer, "ENODEV") != NULL ? ENODEV : EINVAL;
}

int crash_ask(const char *request, char *answer, unsigned size) {
  if (is_asking) {
    int connection = crash_connect();
    int result = crash_ask_over(connection, request, answer, size);
    close(connection);
    return result;
  }
  is_asking = true;
  if (link_of_thread < 0) link_of_thread = crash_connect();
  int result = crash_ask_over(link_of_thread, request, answer, size);
  is_asking = false;
  return result;
}

char *crash_put(char *to, const char *words) {
  while (*words != '\0') *to++ = *words++;
  *to = '\0';
  return to;
}

char *crash_put_number(char *to, uint64_t number, unsigned base, unsigned digits) {
  char text[24];
  unsigned first = sizeof text - 1;
  text[first] = '\0';
  do {
    text[--first] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number > 0 || sizeof text - 1 - first < digits);
  return crash_put(to, text + first);
}
