// sandboxd's own start: a child that goes on with a program of its own in new namespaces.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"
#include "internal.h"

// <sys/mount.h> and <linux/mount.h> clash.
extern int mount(const char *, const char *, const char *, unsigned long, const void *);
extern char **environ;
enum { ms_bind = 4096, ms_rec = 16384, ms_slave = 1 << 19 };

// Executes the program through a mount that cannot be written, so that nobody who gets hold of /proc/PID/exe of a
// child can write into the program (CVE-2019-5736). Where that cannot be had, children are out of reach all the same.
static void protect_program(const char *path) {
  if (mount("none", "/", NULL, ms_rec | ms_slave, NULL) != 0) return;
  if (mount(path, path, NULL, ms_bind, NULL) != 0) return;
  struct mount_attr change = {.attr_set = MOUNT_ATTR_RDONLY};
  syscall(SYS_mount_setattr, AT_FDCWD, path, 0, &change, sizeof change);
}

pid_t lk_start(const char *path, const char *const *arguments, const char *const *environment, uint64_t namespaces,
               int dies_with_parent, const int *kept, size_t kept_count, int *pidfd, int *gate, int *report) {
  int gates[2], reports[2];
  if (pipe2(gates, O_CLOEXEC) != 0) return -1;
  if (pipe2(reports, O_CLOEXEC) != 0) {
    close(gates[0]);
    close(gates[1]);
    return -1;
  }
  pid_t pid = lk_clone(namespaces, pidfd);
  if (pid == 0) {
    char byte;
    close(gates[1]);
    if (dies_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // The end of the pipe instead of the byte: the parent gave up, or was gone before the signal was set.
    if (read(gates[0], &byte, 1) != 1) _exit(127);
    int result = 0;
    if (namespaces & CLONE_NEWUSER) {
      result = syscall(SYS_setresgid, 0, 0, 0) != 0 || syscall(SYS_setresuid, 0, 0, 0) != 0 ? -1 : 0;
      // Changing user clears it.
      if (dies_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    }
    syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
    for (size_t i = 0; i < kept_count; i++) fcntl(kept[i], F_SETFD, 0);
    // What the parent blocked, to read it from a signalfd, must reach the child and all that it starts.
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (result == 0 && namespaces & CLONE_NEWNS) protect_program(path);
    if (result == 0) execve(path, (char *const *)arguments, environment ? (char *const *)environment : environ);
    int error = errno;
    (void)!write(reports[1], &error, sizeof error);
    _exit(127);
  }
  int error = errno;
  close(gates[0]);
  close(reports[1]);
  if (pid < 0) {
    close(gates[1]);
    close(reports[0]);
    errno = error;
    return -1;
  }
  *gate = gates[1];
  *report = reports[0];
  return pid;
}
