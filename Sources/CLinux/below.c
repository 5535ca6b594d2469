// What lies below a directory that somebody else may change: found by descriptors that never leave it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"
#include "internal.h"

int lk_open_below(int directory, const char *path, int flags, mode_t mode, int follows_links) {
  struct open_how how = {
      .flags = (uint64_t)(uint32_t)(flags | O_CLOEXEC),
      .mode = flags & O_CREAT ? mode & 07777 : 0,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | (follows_links ? 0 : RESOLVE_NO_SYMLINKS),
  };
  int descriptor = -1;
  // The kernel gives up when something on the way is renamed meanwhile; who does that for ever only harms himself.
  for (int i = 0; i < 128; i++) {
    descriptor = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    if (descriptor >= 0 || (errno != EAGAIN && errno != EINTR)) break;
  }
  return descriptor;
}

int lk_change_owner(int descriptor, uid_t user, gid_t group) {
  return fchownat(descriptor, "", user, group, AT_EMPTY_PATH);
}

static int closed(int descriptor, int result) {
  int error = errno;
  close(descriptor);
  errno = error;
  return result;
}

// What lies at `path` below the open directory `root`. What is missing is made as directories with the mode of `root`.
// A pod that changes the volume meanwhile gets an error or something of the volume, never what lies outside.
static int find_part(int root, const char *path) {
  int found = lk_open_below(root, path, O_PATH, 0, 1);
  if (found >= 0 || errno != ENOENT) return found;
  struct stat status;
  char prefix[4096];
  size_t length = strlen(path);
  if (length >= sizeof prefix) {
    errno = ENAMETOOLONG;
    return -1;
  }
  if (fstat(root, &status) != 0) return -1;
  // The longest part that is there; links on the way to it are followed as long as they stay below.
  memcpy(prefix, path, length + 1);
  int at = -1;
  while (at < 0) {
    while (length > 0 && prefix[length - 1] != '/') length--;
    while (length > 0 && prefix[length - 1] == '/') length--;
    prefix[length] = 0;
    at = lk_open_below(root, length > 0 ? prefix : ".", O_RDONLY | O_DIRECTORY, 0, 1);
    if (at < 0 && (errno != ENOENT || length == 0)) return -1;
  }
  const char *rest = path + length;
  while (*rest == '/') rest++;
  while (*rest != 0) {
    size_t end = strcspn(rest, "/");
    memcpy(prefix, rest, end);
    prefix[end] = 0;
    int made = mkdirat(at, prefix, status.st_mode & 0777) == 0;
    if (!made && errno != EEXIST) return closed(at, -1);
    int next = lk_open_below(at, prefix, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, 0);
    if (next < 0) return closed(at, -1);
    // The set-group-id bit too, so that what is made inside belongs to the pod's group.
    if (made && fchmod(next, status.st_mode & 07777) != 0) return closed(at, closed(next, -1));
    close(at);
    at = next;
    rest += end;
    while (*rest == '/') rest++;
  }
  return at;
}

int lk_open_part(const char *root, const char *path) {
  int directory = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return -1;
  return closed(directory, find_part(directory, path));
}
