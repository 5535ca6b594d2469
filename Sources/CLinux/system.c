#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "CLinux.h"
#include "internal.h"

const int lk_open_place = O_PATH;

int lk_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int lk_reserve(int descriptor, off_t start, off_t size) {
  return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, start, size);
}

const char *lk_error_text(int number) { return strerrordesc_np(number); }

// MARK: Processes

pid_t lk_clone(uint64_t namespaces, int *pidfd) {
  struct lk_clone_args args = {
      .flags = namespaces | CLONE_PIDFD | LK_CLONE_CLEAR_SIGHAND,
      .pidfd = (uint64_t)(uintptr_t)pidfd,
      .exit_signal = SIGCHLD,
  };
  return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

int lk_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int lk_pidfd_send_signal(int pidfd, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int lk_reap(int pidfd, int waits, int *code, int *signal) {
  siginfo_t info = {0};
  for (;;) {
    if (waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED | (waits ? 0 : WNOHANG)) == 0) break;
    if (errno != EINTR) return -1;
  }
  if (info.si_pid == 0) return 0;
  *signal = info.si_code == CLD_EXITED ? 0 : info.si_status;
  *code = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
  return 1;
}

int lk_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

int lk_set_not_dumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

pid_t lk_gettid(void) { return (pid_t)syscall(SYS_gettid); }

int lk_run(const char *path, const char *const *arguments) {
  pid_t pid;
  char *environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL};
  int error = posix_spawn(&pid, path, NULL, NULL, (char *const *)arguments, environment);
  if (error != 0) {
    errno = error;
    return -1;
  }
  int status;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int lk_descriptor_limit(uint64_t *soft, uint64_t *hard) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  *soft = limit.rlim_cur;
  *hard = limit.rlim_max;
  return 0;
}

int lk_set_descriptor_limit(uint64_t soft, uint64_t hard) {
  struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};
  return setrlimit(RLIMIT_NOFILE, &limit);
}

int lk_process_limit(uint64_t *soft, uint64_t *hard) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NPROC, &limit) != 0) return -1;
  *soft = limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX : limit.rlim_cur;
  *hard = limit.rlim_max == RLIM_INFINITY ? UINT64_MAX : limit.rlim_max;
  return 0;
}

void lk_reset_limits(void) {
  static const struct {
    int resource;
    rlim_t soft, hard;
  } usual[] = {
      {RLIMIT_CPU, RLIM_INFINITY, RLIM_INFINITY},   {RLIMIT_FSIZE, RLIM_INFINITY, RLIM_INFINITY},
      {RLIMIT_DATA, RLIM_INFINITY, RLIM_INFINITY},  {RLIMIT_STACK, 8 << 20, RLIM_INFINITY},
      {RLIMIT_CORE, RLIM_INFINITY, RLIM_INFINITY},  {RLIMIT_RSS, RLIM_INFINITY, RLIM_INFINITY},
      {RLIMIT_NPROC, RLIM_INFINITY, RLIM_INFINITY}, {RLIMIT_MEMLOCK, 8 << 20, 8 << 20},
      {RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY},    {RLIMIT_LOCKS, RLIM_INFINITY, RLIM_INFINITY},
  };
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
    struct rlimit limit = {.rlim_cur = usual[i].soft, .rlim_max = usual[i].hard}, now;
    if (getrlimit(usual[i].resource, &now) != 0) continue;
    if (now.rlim_max > limit.rlim_max) limit.rlim_max = now.rlim_max;  // what is more than usual stays
    if (setrlimit(usual[i].resource, &limit) == 0) continue;
    limit.rlim_max = now.rlim_max;
    if (limit.rlim_cur > now.rlim_max) limit.rlim_cur = now.rlim_max;
    setrlimit(usual[i].resource, &limit);
  }
}

// MARK: Namespaces

const uint64_t lk_ns_mount = CLONE_NEWNS, lk_ns_uts = CLONE_NEWUTS, lk_ns_ipc = CLONE_NEWIPC,
               lk_ns_user = CLONE_NEWUSER, lk_ns_pid = CLONE_NEWPID, lk_ns_network = CLONE_NEWNET,
               lk_ns_cgroup = CLONE_NEWCGROUP;

int lk_setns(int descriptor, uint64_t kinds) { return setns(descriptor, (int)kinds); }

int lk_unshare(uint64_t kinds) { return unshare((int)kinds); }

int lk_set_hostname(const char *name, size_t length) { return sethostname(name, length); }

// MARK: Mounts

const uint64_t lk_mount_readonly = MS_RDONLY, lk_mount_nosuid = MS_NOSUID, lk_mount_nodev = MS_NODEV,
               lk_mount_noexec = MS_NOEXEC, lk_mount_slave = MS_SLAVE, lk_mount_private = MS_PRIVATE,
               lk_mount_recursive = MS_REC;

int lk_mount(const char *source, const char *target, const char *type, uint64_t flags, const char *data) {
  return mount(source, target, type, (unsigned long)flags, data);
}

int lk_unmount(const char *target) { return umount2(target, MNT_DETACH | UMOUNT_NOFOLLOW); }

int lk_make_unchangeable(const char *path) {
  if (mount(path, path, NULL, MS_BIND, NULL) != 0) return -1;
  return mount("none", path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NOEXEC, NULL);
}

// MARK: Events

const uint32_t lk_event_read = EPOLLIN, lk_event_write = EPOLLOUT, lk_event_hangup = EPOLLHUP,
               lk_event_error = EPOLLERR;

int lk_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data.u64 = token};
  return epoll_ctl(epoll, operation, descriptor, &event);
}

int lk_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

int lk_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

int lk_epoll_remove(int epoll, int descriptor) { return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0); }

int lk_epoll_wait(int epoll, lk_event *events, int count, int milliseconds) {
  struct epoll_event raw[64];
  int ready = epoll_wait(epoll, raw, count < 64 ? count : 64, milliseconds);
  for (int i = 0; i < ready; i++) {
    events[i].token = raw[i].data.u64;
    events[i].events = raw[i].events;
  }
  return ready;
}

int lk_signal_descriptor(const int *signals, size_t count) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < count; i++) sigaddset(&set, signals[i]);
  if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void lk_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

// MARK: Terminals

int lk_set_terminal_size(int descriptor, uint16_t columns, uint16_t rows) {
  struct winsize size = {.ws_col = columns, .ws_row = rows};
  return ioctl(descriptor, TIOCSWINSZ, &size);
}
