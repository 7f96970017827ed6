#include <cbenchmark.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int cb_memory_file(void) { return memfd_create("bench", MFD_CLOEXEC); }

int cb_run(char *const *arguments, const char *folder, int processor, int output, int errors) {
  pid_t child = fork();
  if (child < 0) return 127;
  if (child == 0) {
    if (processor >= 0) {
      cpu_set_t set;
      CPU_ZERO(&set);
      CPU_SET((size_t)processor, &set);
      sched_setaffinity(0, sizeof set, &set);
    }
    int input = open("/dev/null", O_RDONLY);
    if (
      input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0 ||
      chdir(folder) != 0)
      _exit(127);
    execvp(arguments[0], arguments);
    _exit(127);
  }
  int status;
  if (waitpid(child, &status, 0) != child) return 127;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
