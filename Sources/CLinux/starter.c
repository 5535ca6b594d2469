// The starter: a copy of sandboxd from before it had anything, out of which every child is cloned.
//
// A child is in reach of a pod's processes for a moment: in the pod's PID namespace, with the pod's user and
// capabilities, before its exec. What it has then, the pod may get at. Cloned from the starter it has an image of
// sandboxd's memory from before the first request, the plan of its own start, and the descriptors that came with it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "CLinux.h"
#include "internal.h"

// What goes to the starter for each start, with these descriptors: the plan, the report socket, the three standard
// streams where there are some, and what is joined, in the steps' order.
struct order {
  uint64_t namespaces;
  uint64_t size;
  uint32_t has_streams;
};
enum { most_descriptors = 16, plan_place = 0, report_place = 1, first_place = 2 };

struct answer {
  int32_t pid;
  int32_t error;
};

// The front of a plan; the arrays follow in this order: steps, arguments, environment, candidates, groups, text.
struct plan {
  uint64_t capabilities;
  uint64_t step_count, argument_count, environment_count, candidate_count, group_count, text_size;
  uint32_t user, group, sets_groups, unused;
};

enum { socket_place = 3, usual_descriptor_limit = 1 << 20 };

// MARK: In the child

static char **pointers(const char *base, const uint32_t *offsets, size_t count) {
  char **result = mmap(NULL, (count + 1) * sizeof *result, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (result == MAP_FAILED) _exit(127);
  for (size_t i = 0; i < count; i++) result[i] = (char *)base + offsets[i];
  return result;
}

static _Noreturn void read_plan_and_run(const struct order *order, const int *descriptors, size_t count) {
  char *bytes = mmap(NULL, order->size, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptors[plan_place], 0);
  if (bytes == MAP_FAILED) _exit(127);
  close(descriptors[plan_place]);
  const struct plan *plan = (const struct plan *)bytes;
  lk_program program = {
      .step_count = plan->step_count,
      .argument_count = plan->argument_count,
      .environment_count = plan->environment_count,
      .candidate_count = plan->candidate_count,
      .group_count = plan->group_count,
      .text_size = plan->text_size,
      .user = plan->user,
      .group = plan->group,
      .sets_groups = (uint8_t)plan->sets_groups,
      .capabilities = plan->capabilities,
      .namespaces = order->namespaces,
      .input = -1,
      .output = -1,
      .error = -1,
  };
  program.steps = (const lk_step *)(bytes + sizeof *plan);
  program.arguments = (const uint32_t *)(program.steps + program.step_count);
  program.environment = program.arguments + program.argument_count;
  program.candidates = program.environment + program.environment_count;
  program.groups = program.candidates + program.candidate_count;
  program.text = (const char *)(program.groups + program.group_count);
  const int *joined = descriptors + first_place;
  if (order->has_streams) {
    program.input = joined[0];
    program.output = joined[1];
    program.error = joined[2];
    joined += 3;
  }
  lk_run_child(&program, pointers(program.text, program.arguments, program.argument_count),
               pointers(program.text, program.environment, program.environment_count), descriptors[report_place],
               joined, (size_t)(descriptors + count - joined));
}

// MARK: In the starter

// What the shell that typed `up` had set reaches no container: ignored signals, the session's keys, and the soft limit
// of descriptors, which is for containers what container engines give them.
static void forget_the_shell(void) {
  for (int number = 1; number < 65; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);  // a kernel without keys has none to hide
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    if (limit.rlim_max > usual_descriptor_limit) limit.rlim_max = usual_descriptor_limit;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

static _Noreturn void serve_starts(int socket) {
  for (;;) {
    struct order order;
    int descriptors[most_descriptors];
    size_t count = most_descriptors;
    ssize_t size = lk_receive(socket, &order, sizeof order, descriptors, &count);
    if (size < 0 && errno == EINTR) continue;
    // sandboxd has gone, or this is no order.
    if (size != sizeof order || count < first_place + (order.has_streams ? 3 : 0)) _exit(size == 0 ? 0 : 1);
    // A child of sandboxd, not of the starter; its signal is the starter's own.
    struct lk_clone_args arguments = {.flags = order.namespaces | CLONE_PARENT};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) {
      close(socket);
      read_plan_and_run(&order, descriptors, count);
    }
    struct answer answer = {.pid = (int32_t)pid, .error = errno};
    for (size_t i = 0; i < count; i++) close(descriptors[i]);
    if (lk_send(socket, &answer, sizeof answer, NULL, 0) != sizeof answer) _exit(1);
  }
}

int lk_starter(int *pidfd) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return -1;
  pid_t pid = lk_clone(0, pidfd);
  if (pid == 0) {
    // Inherited by every child: no process without CAP_SYS_PTRACE looks into it or traces it before its exec.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) _exit(1);
    int null = open("/dev/null", O_RDWR);
    if (null < 0) _exit(1);
    for (int i = 0; i < 3; i++) dup2(null, i);
    if (ends[1] != socket_place && dup3(ends[1], socket_place, O_CLOEXEC) < 0) _exit(1);
    syscall(SYS_close_range, socket_place + 1, ~0U, 0);
    forget_the_shell();
    serve_starts(socket_place);
  }
  int error = errno;
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    errno = error;
    return -1;
  }
  return ends[0];
}

// MARK: In sandboxd

// A file without a name that holds the plan.
static int write_plan(const lk_program *program, const lk_step *steps, uint64_t *size) {
  struct plan plan = {
      .capabilities = program->capabilities,
      .step_count = program->step_count,
      .argument_count = program->argument_count,
      .environment_count = program->environment_count,
      .candidate_count = program->candidate_count,
      .group_count = program->group_count,
      .text_size = program->text_size,
      .user = program->user,
      .group = program->group,
      .sets_groups = program->sets_groups,
  };
  struct iovec parts[] = {
      {&plan, sizeof plan},
      {(void *)steps, program->step_count * sizeof *steps},
      {(void *)program->arguments, program->argument_count * sizeof(uint32_t)},
      {(void *)program->environment, program->environment_count * sizeof(uint32_t)},
      {(void *)program->candidates, program->candidate_count * sizeof(uint32_t)},
      {(void *)program->groups, program->group_count * sizeof(uint32_t)},
      {(void *)program->text, program->text_size},
  };
  int file = (int)syscall(SYS_memfd_create, "plan", 1U /* MFD_CLOEXEC */);
  if (file < 0) return -1;
  *size = 0;
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    const char *bytes = parts[i].iov_base;
    size_t left = parts[i].iov_len;
    *size += left;
    while (left > 0) {
      ssize_t written = write(file, bytes, left);
      if (written < 0) {
        int error = errno;
        close(file);
        errno = error;
        return -1;
      }
      bytes += written;
      left -= (size_t)written;
    }
  }
  return file;
}

// Sends the order with its descriptors and waits for the answer, which comes at once.
static pid_t place_order(int starter, const struct order *order, const int *descriptors, size_t count) {
  if (lk_send(starter, order, sizeof *order, descriptors, count) != sizeof *order) return -1;
  struct answer answer;
  ssize_t size;
  do {
    size = recv(starter, &answer, sizeof answer, 0);
  } while (size < 0 && errno == EINTR);
  if (size != sizeof answer) {
    if (size >= 0) errno = EPIPE;
    return -1;
  }
  errno = answer.error;
  return answer.pid;
}

pid_t lk_spawn(int starter, const lk_program *program, int *pidfd, int *report) {
  int descriptors[most_descriptors];
  size_t count = first_place;
  struct order order = {.namespaces = program->namespaces};
  lk_step *steps = malloc(program->step_count * sizeof *steps);
  if (steps == NULL) return -1;
  memcpy(steps, program->steps, program->step_count * sizeof *steps);
  for (size_t i = 0; i < program->step_count; i++) {
    if (steps[i].kind == lk_step_streams) order.has_streams = 1;
  }
  if (order.has_streams) {
    descriptors[count++] = program->input;
    descriptors[count++] = program->output;
    descriptors[count++] = program->error;
  }
  int32_t joined = 0;
  for (size_t i = 0; i < program->step_count && count < most_descriptors; i++) {
    if (steps[i].kind != lk_step_join) continue;
    descriptors[count++] = steps[i].fd;
    steps[i].fd = joined++;
  }
  int ends[2] = {-1, -1};
  pid_t pid = -1;
  int plan = write_plan(program, steps, &order.size);
  int error = errno;
  if (plan >= 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0) {
    descriptors[plan_place] = plan;
    descriptors[report_place] = ends[1];
    pid = place_order(starter, &order, descriptors, count);
    error = errno;
    close(ends[1]);
    // Its number is no other's until it is waited for, by its parent alone.
    if (pid > 0 && (*pidfd = lk_pidfd_open(pid)) < 0) {
      error = errno;
      kill(pid, SIGKILL);
      pid = -1;
    }
    if (pid <= 0) close(ends[0]);
  } else if (plan >= 0) {
    error = errno;
  }
  if (plan >= 0) close(plan);
  free(steps);
  if (pid <= 0) {
    errno = error;
    return -1;
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *report = ends[0];
  return pid;
}
