#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "CLinux.h"

enum { most_descriptors = 16 };

ssize_t lk_send(int socket, const void *bytes, size_t size, const int *descriptors, size_t count) {
  if (count > most_descriptors) {
    errno = EINVAL;
    return -1;
  }
  struct iovec vector = {.iov_base = (void *)bytes, .iov_len = size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * most_descriptors)];
  } control = {0};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
  if (count > 0) {
    message.msg_control = control.space;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * count);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * count);
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t lk_receive(int socket, void *bytes, size_t size, int *descriptors, size_t *count) {
  struct iovec vector = {.iov_base = bytes, .iov_len = size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * most_descriptors)];
  } control;
  struct msghdr message = {
      .msg_iov = &vector,
      .msg_iovlen = 1,
      .msg_control = control.space,
      .msg_controllen = sizeof control.space,
  };
  size_t room = *count;
  *count = 0;
  ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (received < 0) return received;
  for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    size_t number = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < number; i++) {
      int descriptor;
      memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
      if (*count < room) {
        descriptors[(*count)++] = descriptor;
      } else {
        close(descriptor);
      }
    }
  }
  return received;
}

int lk_unix_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

// An address has room for 107 bytes only; a longer path is named through a descriptor of its directory.
static int with_unix_address(int socket, const char *path,
                             int (*call)(int, const struct sockaddr *, socklen_t)) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int directory = -1;
  size_t length = strlen(path);
  if (length < sizeof address.sun_path) {
    memcpy(address.sun_path, path, length + 1);
  } else {
    char parent[4096];
    const char *slash = strrchr(path, '/');
    if (slash == NULL || (size_t)(slash - path) >= sizeof parent) {
      errno = ENAMETOOLONG;
      return -1;
    }
    memcpy(parent, path, (size_t)(slash - path));
    parent[slash - path] = 0;
    directory = open(parent[0] != 0 ? parent : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return -1;
    int written = snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", directory, slash + 1);
    if (written < 0 || (size_t)written >= sizeof address.sun_path) {
      close(directory);
      errno = ENAMETOOLONG;
      return -1;
    }
  }
  int result = call(socket, (const struct sockaddr *)&address, sizeof address);
  int error = errno;
  if (directory >= 0) close(directory);
  errno = error;
  return result;
}

int lk_unix_bind(int socket, const char *path) {
  if (with_unix_address(socket, path, bind) != 0) return -1;
  return listen(socket, 128);
}

int lk_unix_connect(int socket, const char *path) { return with_unix_address(socket, path, connect); }

int lk_peer_user(int socket, uid_t *user) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
  *user = peer.uid;
  return 0;
}

int lk_accept(int socket) { return accept4(socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC); }

int lk_inet_socket(int is_stream) {
  return socket(AF_INET, (is_stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static struct sockaddr_in inet(uint32_t address, uint16_t port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(address)}};
}

int lk_inet_bind(int socket, uint32_t address, uint16_t port) {
  int yes = 1, type = 0;
  socklen_t size = sizeof type;
  struct sockaddr_in name = inet(address, port);
  if (getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size) != 0) return -1;
  // The address may come later: nobody can ask there before its ports are somebody's.
  if (setsockopt(socket, IPPROTO_IP, IP_FREEBIND, &yes, sizeof yes) != 0) return -1;
  // A stream's address is its own again while old connections end. Of datagrams the option would let anybody who sets
  // it too, a pod in the same namespace for one, take the address and what is sent there.
  if (type == SOCK_STREAM && setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0) return -1;
  return bind(socket, (const struct sockaddr *)&name, sizeof name);
}

int lk_inet_connect(int socket, uint32_t address, uint16_t port) {
  struct sockaddr_in name = inet(address, port);
  return connect(socket, (const struct sockaddr *)&name, sizeof name);
}

int lk_inet_local(int socket, uint32_t *address, uint16_t *port) {
  struct sockaddr_in name;
  socklen_t size = sizeof name;
  if (getsockname(socket, (struct sockaddr *)&name, &size) != 0) return -1;
  *address = ntohl(name.sin_addr.s_addr);
  *port = ntohs(name.sin_port);
  return 0;
}

int lk_socket_error(int socket) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}
