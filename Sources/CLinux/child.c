// What a child does between clone and exec, step by step. Only system calls are made. The child is cloned from the
// starter (starter.c), so nothing of sandboxd is in its memory and nothing of another pod in its descriptors.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <linux/mount.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "CLinux.h"
#include "internal.h"

// <sys/mount.h> and <linux/mount.h> clash.
extern int mount(const char *, const char *, const char *, unsigned long, const void *);
extern int umount2(const char *, int);
enum { ms_rdonly = 1, ms_nosuid = 2, ms_nodev = 4, ms_noexec = 8, ms_bind = 4096, mnt_detach = 2, no_follow = 8 };
enum { ms_rec = 16384, ms_private = 1 << 18, ms_slave = 1 << 19 };

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

enum { most_trees = 256 };

struct child {
  const lk_program *program;
  char **arguments;
  char **environment;
  int report;
  const int *descriptors;
  size_t descriptor_count;
  int trees[most_trees];
};

static const char *text(const struct child *child, uint32_t offset) {
  return offset == 0 ? NULL : child->program->text + offset;
}

// Makes the directories on the way to `path`, itself not.
static int make_parents(const char *path, mode_t mode) {
  char copy[4096];
  size_t length = strlen(path);
  if (length >= sizeof copy) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(copy, path, length + 1);
  for (size_t i = 1; i < length; i++) {
    if (copy[i] != '/') continue;
    copy[i] = 0;
    if (mkdir(copy, mode) != 0 && errno != EEXIST) return -1;
    copy[i] = '/';
  }
  return 0;
}

static int make_directory(const char *path, mode_t mode, int parents) {
  if (mkdir(path, mode) == 0) return 0;
  if (errno == ENOENT && parents) {
    if (make_parents(path, 0755) != 0) return -1;
    if (mkdir(path, mode) == 0) return 0;
  }
  if (errno != EEXIST) return -1;
  struct stat status;
  if (stat(path, &status) != 0) return -1;
  if (S_ISDIR(status.st_mode)) return 0;
  errno = ENOTDIR;
  return -1;
}

static int make_file(const char *path, mode_t mode, int flags) {
  int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags, mode);
  if (descriptor < 0 && errno == ENOENT) {
    if (make_parents(path, 0755) != 0) return -1;
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags, mode);
  }
  return descriptor;
}

static int write_file(const char *path, const char *content, size_t size, mode_t mode) {
  int descriptor = make_file(path, mode, O_TRUNC);
  if (descriptor < 0) return -1;
  while (size > 0) {
    ssize_t written = write(descriptor, content, size);
    if (written < 0) {
      int error = errno;
      close(descriptor);
      errno = error;
      return -1;
    }
    content += written;
    size -= (size_t)written;
  }
  int result = fchmod(descriptor, mode);
  close(descriptor);
  return result;
}

static int make_link(const char *path, const char *target) {
  if (symlink(target, path) == 0) return 0;
  if (errno == ENOENT) {
    if (make_parents(path, 0755) != 0) return -1;
    return symlink(target, path);
  }
  if (errno != EEXIST) return -1;
  if (unlink(path) != 0) return -1;
  return symlink(target, path);
}

static int set_attributes(int directory, const char *path, unsigned flags, uint64_t attributes, uint64_t propagation) {
  struct mount_attr change = {.attr_set = attributes, .propagation = propagation};
  return (int)syscall(SYS_mount_setattr, directory, path, flags, &change, sizeof change);
}

// Shows a file of the host that the container's root may use but not change: neither its owner nor its mode.
static int show_unchangeable(const char *host, const char *path) {
  if (mount(host, path, NULL, ms_bind, NULL) != 0) return -1;
  return set_attributes(AT_FDCWD, path, 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, ms_private);
}

static int show_device(const char *path, const char *host) {
  int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return -1;
  close(descriptor);
  return show_unchangeable(host, path);
}

static int take_tree(struct child *child, const lk_step *step) {
  if (step->fd < 0 || step->fd >= most_trees) return (errno = E2BIG, -1);
  const char *path = text(child, step->a), *part = text(child, step->b);
  int place = part == NULL ? AT_FDCWD : lk_open_part(path, part);
  if (place == -1) return -1;
  unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (step->options & 1 ? 0 : AT_RECURSIVE);
  int tree = (int)syscall(SYS_open_tree, place, part == NULL ? path : "", flags | (part == NULL ? 0 : AT_EMPTY_PATH));
  if (part != NULL) close(place);
  if (tree < 0) return -1;
  child->trees[step->fd] = tree;
  return 0;
}

static int put_tree(struct child *child, const lk_step *step) {
  int tree = step->fd >= 0 && step->fd < most_trees ? child->trees[step->fd] : -1;
  const char *path = text(child, step->a);
  struct stat status;
  if (tree < 0) return (errno = EBADF, -1);
  if (fstat(tree, &status) != 0) return -1;
  if (S_ISDIR(status.st_mode)) {
    if (make_directory(path, 0755, 1) != 0) return -1;
  } else {
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) descriptor = make_file(path, 0644, 0);
    if (descriptor < 0) return -1;
    close(descriptor);
  }
  // What the host mounts later shows up only where that was asked for; what is mounted here never leaves.
  uint64_t propagation = step->options & lk_tree_receives ? ms_slave : ms_private;
  uint64_t attributes = step->options & lk_tree_read_only ? MOUNT_ATTR_RDONLY : 0;
  if (!(step->options & lk_tree_devices)) attributes |= MOUNT_ATTR_NODEV;
  if (set_attributes(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, attributes, propagation) != 0) return -1;
  if (syscall(SYS_move_mount, tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH) != 0) return -1;
  close(tree);
  child->trees[step->fd] = -1;
  return 0;
}

static int hide(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
  if (S_ISDIR(status.st_mode)) {
    return mount("tmpfs", path, "tmpfs", ms_rdonly | ms_nosuid | ms_nodev | ms_noexec, "size=0,nr_inodes=1");
  }
  return show_unchangeable("/dev/null", path);
}

static int pivot(const char *root) {
  if (chdir(root) != 0) return -1;
  // The old root lands over the new one and is taken off again, so no directory is needed for it.
  if (syscall(SYS_pivot_root, ".", ".") != 0) return -1;
  if (umount2(".", mnt_detach) != 0) return -1;
  return chdir("/");
}

static int drop_bounding_set(uint64_t kept) {
  for (int capability = 0; capability < 64; capability++) {
    if (kept >> capability & 1) continue;
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
      if (errno == EINVAL) break;  // past the last that this kernel knows
      return -1;
    }
  }
  return 0;
}

// A stream that was made for this process alone becomes its user's, for /dev/stdout and its like. The host's /dev/null
// keeps its owner.
static void own_stream(int stream, uid_t user) {
  struct stat status;
  if (fstat(stream, &status) != 0) return;
  if (S_ISFIFO(status.st_mode) || isatty(stream)) (void)!fchown(stream, user, (gid_t)-1);
}

static int take_identity(const lk_program *program) {
  if (drop_bounding_set(program->capabilities) != 0) return -1;
  if (program->sets_groups && syscall(SYS_setgroups, program->group_count, program->groups) != 0) return -1;
  if (syscall(SYS_setresgid, program->group, program->group, program->group) != 0) return -1;
  if (program->user != 0) {
    for (int i = 0; i < 3; i++) own_stream(i, program->user);
  }
  // Leaving user 0 empties the permitted and effective sets, as container runtimes have it.
  if (syscall(SYS_setresuid, program->user, program->user, program->user) != 0) return -1;
  if (program->user != 0) return 0;
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2];
  for (int i = 0; i < 2; i++) {
    uint32_t set = (uint32_t)(program->capabilities >> (32 * i));
    data[i] = (struct __user_cap_data_struct){.effective = set, .permitted = set, .inheritable = 0};
  }
  return (int)syscall(SYS_capset, &header, data);
}

static int set_streams(int input, int output, int error) {
  // None of the three is below 3: the starter has those open.
  if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) return -1;
  close(input);
  if (output != input) close(output);
  if (error != input && error != output) close(error);
  return 0;
}

static int open_terminal(struct child *child, const char *path) {
  int ends[2];
  int unlocked = 0;
  ends[0] = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ends[0] < 0) return -1;
  if (ioctl(ends[0], TIOCSPTLCK, &unlocked) != 0) return -1;
  ends[1] = ioctl(ends[0], TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (ends[1] < 0) return -1;
  lk_report report = {.kind = lk_report_terminal};
  if (lk_send(child->report, &report, sizeof report, ends, 2) != sizeof report) return -1;
  if (setsid() < 0 || ioctl(ends[1], TIOCSCTTY, 0) != 0) return -1;
  return set_streams(ends[1], ends[1], ends[1]);
}

// Goes on in a child that is born into the PID namespace joined before, as a child of sandboxd; tells sandboxd.
static int be_born(struct child *child) {
  int pidfd = -1;
  for (size_t i = 0; i < child->descriptor_count; i++) close(child->descriptors[i]);
  // Not clone3, which the filter refuses. Flags without a signal: the child has its sibling's.
  long pid = syscall(SYS_clone, (unsigned long)(CLONE_PARENT | CLONE_PIDFD), NULL, &pidfd, NULL, NULL);
  if (pid < 0) return -1;
  if (pid == 0) return 0;
  lk_report report = {.kind = lk_report_born};
  lk_send(child->report, &report, sizeof report, &pidfd, 1);
  _exit(0);
}

// Later changes of identity may have made it dumpable, where the machine says so (fs.suid_dumpable).
static int change_identity(const lk_program *program) {
  if (take_identity(program) != 0) return -1;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static int execute(struct child *child) {
  int error = ENOENT;
  for (size_t i = 0; i < child->program->candidate_count; i++) {
    const char *path = child->program->text + child->program->candidates[i];
    execve(path, child->arguments, child->environment);
    switch (errno) {
      case ENOENT:
      case ENOTDIR:
        break;
      case EACCES: {
        struct stat status;
        error = stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? EISDIR : EACCES;
        break;
      }
      default:
        return -1;
    }
  }
  errno = error;
  return -1;
}

static int carry_out(struct child *child, const lk_step *step) {
  const lk_program *program = child->program;
  const char *a = text(child, step->a), *b = text(child, step->b);
  switch (step->kind) {
    case lk_step_join: return setns(child->descriptors[step->fd], (int)step->flags);
    case lk_step_directory: return make_directory(a, step->mode, step->options & 1);
    case lk_step_file: return write_file(a, b, step->size, step->mode);
    case lk_step_link: return make_link(a, b);
    case lk_step_device: return show_device(a, b);
    case lk_step_mount: return mount(a, b, text(child, step->c), (unsigned long)step->flags, text(child, step->d));
    case lk_step_take_tree: return take_tree(child, step);
    case lk_step_put_tree: return put_tree(child, step);
    case lk_step_attributes: return set_attributes(AT_FDCWD, a, step->options & 1 ? AT_RECURSIVE : 0, step->flags, 0);
    case lk_step_pivot: return pivot(a);
    case lk_step_mode: return chmod(a, step->mode);
    case lk_step_hide: return hide(a);
    case lk_step_keyring: return (int)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 ? -1 : 0;
    case lk_step_confine: return lk_confine();
    case lk_step_identity: return change_identity(program);
    case lk_step_birth: return be_born(child);
    case lk_step_current: return chdir(a);
    case lk_step_streams: return set_streams(program->input, program->output, program->error);
    case lk_step_terminal: return open_terminal(child, a);
    case lk_step_session: return setsid() < 0 ? -1 : 0;
    case lk_step_no_privileges: return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    case lk_step_read_only_root: return set_attributes(AT_FDCWD, a, 0, MOUNT_ATTR_RDONLY, 0);
    case lk_step_exec:
      // Everything but the standard streams goes with exec, also what the parent forgot to mark.
      syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */);
      return execute(child);
  }
  errno = EINVAL;
  return -1;
}

_Noreturn void lk_run_child(const lk_program *program, char **arguments, char **environment, int report,
                            const int *descriptors, size_t descriptor_count) {
  struct child child = {
      .program = program,
      .arguments = arguments,
      .environment = environment,
      .report = report,
      .descriptors = descriptors,
      .descriptor_count = descriptor_count,
  };
  for (int i = 0; i < most_trees; i++) child.trees[i] = -1;
  umask(0);
  for (size_t i = 0; i < program->step_count; i++) {
    const lk_step *step = &program->steps[i];
    if (step->kind == lk_step_exec) umask(022);
    if (carry_out(&child, step) == 0 || step->is_optional) continue;
    lk_report failure = {.kind = lk_report_failed, .step = (int32_t)i, .error = errno};
    lk_send(report, &failure, sizeof failure, NULL, 0);
    break;
  }
  _exit(127);
}
