// What Swift cannot call by itself: system calls without a C library function, calls that the C library shows only
// to GNU programs, and everything between fork and exec. Functions answer -1 and set errno unless said otherwise.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: Descriptors and files

extern const int lk_open_place;  // O_PATH
int lk_pipe(int ends[2]);
int lk_reserve(int descriptor, off_t start, off_t size);  // room on the disk; the file's size stays
const char *lk_error_text(int number);  // strerrordesc_np: NULL for an unknown number
// openat2(2) of what lies below a directory, closed on exec: no way there leads out of it. Links on the way are an
// error, or are followed where `follows_links` is set and they stay below. `mode` counts with O_CREAT only.
int lk_open_below(int directory, const char *path, int flags, mode_t mode, int follows_links);
// fchownat(2) of what `descriptor` was opened for, which may be by O_PATH; (uid_t)-1 and (gid_t)-1 leave it.
int lk_change_owner(int descriptor, uid_t user, gid_t group);

// MARK: Processes

// clone3(2) with a copy of this process's memory. In the child it returns 0. `namespaces` are CLONE_NEW* flags.
pid_t lk_clone(uint64_t namespaces, int *pidfd);
int lk_pidfd_open(pid_t pid);
int lk_pidfd_send_signal(int pidfd, int signal);
// Reaps the child behind `pidfd`: 1 and its status when it has ended, 0 when it has not.
int lk_reap(int pidfd, int waits, int *code, int *signal);
// The parent's death signal; 1 when the parent was gone already (`parent` is what getppid answered before).
int lk_set_parent_death_signal(int signal);
int lk_set_not_dumpable(void);  // PR_SET_DUMPABLE 0
pid_t lk_gettid(void);
// Runs a program and waits for it: its exit code, or -1.
int lk_run(const char *path, const char *const *arguments);
// The limit of open descriptors (RLIMIT_NOFILE).
int lk_descriptor_limit(uint64_t *soft, uint64_t *hard);
int lk_set_descriptor_limit(uint64_t soft, uint64_t hard);
// The limit of the user's processes (RLIMIT_NPROC); UINT64_MAX is none.
int lk_process_limit(uint64_t *soft, uint64_t *hard);
// Sets the soft limits of everything but descriptors, and the hard ones where that is permitted, to what a service has
// that nobody limited.
void lk_reset_limits(void);

// MARK: Namespaces

extern const uint64_t lk_ns_mount, lk_ns_uts, lk_ns_ipc, lk_ns_user, lk_ns_pid, lk_ns_network, lk_ns_cgroup;
int lk_setns(int descriptor, uint64_t kinds);
int lk_unshare(uint64_t kinds);
int lk_set_hostname(const char *name, size_t length);

// MARK: Mounts

extern const uint64_t lk_mount_readonly, lk_mount_nosuid, lk_mount_nodev, lk_mount_noexec, lk_mount_slave,
    lk_mount_private, lk_mount_recursive;
int lk_mount(const char *source, const char *target, const char *type, uint64_t flags, const char *data);
int lk_unmount(const char *target);  // lazily
// Binds `path` over itself, read-only from then on.
int lk_make_unchangeable(const char *path);

// MARK: Sockets

// Sends bytes with descriptors (SCM_RIGHTS); never raises SIGPIPE.
ssize_t lk_send(int socket, const void *bytes, size_t size, const int *descriptors, size_t count);
// Receives bytes and descriptors (closed on exec); `*count` is the room in `descriptors`, then how many there are.
ssize_t lk_receive(int socket, void *bytes, size_t size, int *descriptors, size_t *count);
int lk_unix_socket(void);  // stream, non-blocking, closed on exec
int lk_unix_bind(int socket, const char *path);
int lk_unix_connect(int socket, const char *path);
int lk_peer_user(int socket, uid_t *user);
int lk_accept(int socket);  // non-blocking, closed on exec
int lk_inet_socket(int is_stream);  // IPv4, non-blocking, closed on exec
int lk_inet_bind(int socket, uint32_t address, uint16_t port);     // host byte order; reuses the address
int lk_inet_connect(int socket, uint32_t address, uint16_t port);  // host byte order
int lk_inet_local(int socket, uint32_t *address, uint16_t *port);
int lk_socket_error(int socket);  // SO_ERROR, taken

// MARK: Events

typedef struct {
  uint64_t token;
  uint32_t events;
} lk_event;
extern const uint32_t lk_event_read, lk_event_write, lk_event_hangup, lk_event_error;
int lk_epoll_create(void);
int lk_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int lk_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token);
int lk_epoll_remove(int epoll, int descriptor);
int lk_epoll_wait(int epoll, lk_event *events, int count, int milliseconds);
int lk_signal_descriptor(const int *signals, size_t count);  // blocks them, too
void lk_ignore_broken_pipes(void);

// MARK: Terminals

int lk_set_terminal_size(int descriptor, uint16_t columns, uint16_t rows);

// MARK: Network devices (rtnetlink(7)); addresses in host byte order

int lk_netlink_open(void);
int lk_link_index(int netlink, const char *name);
int lk_link_set_up(int netlink, int index);
int lk_link_delete(int netlink, int index);
int lk_bridge_create(int netlink, const char *name, const uint8_t mac[6]);
// A pair of devices: `name` here, at `bridge`, up; `peer` with the hardware address `mac` in the network namespace
// behind `namespace_descriptor`.
int lk_veth_create(int netlink, const char *name, int bridge, const char *peer, const uint8_t mac[6],
                   int namespace_descriptor);
int lk_address_add(int netlink, int index, uint32_t address, int prefix);
int lk_address_remove(int netlink, int index, uint32_t address, int prefix);
int lk_default_route_add(int netlink, int index, uint32_t gateway);

// MARK: The way of a child process from clone to exec

enum {
  lk_step_join = 1,        // fd, flags: setns; a PID namespace is for children only
  lk_step_directory,       // a: path; mode; option 1: parents too
  lk_step_file,            // a: path; b: content, size; mode: created or replaced, with its directories
  lk_step_link,            // a: path; b: target
  lk_step_device,          // a: path; b: the host's device, bound there so that nobody changes its owner or mode
  lk_step_mount,           // a: source; b: target; c: type; d: data; flags
  lk_step_take_tree,       // fd: slot; a: host path, cloned with what is mounted below; option 1: not below;
                           // b: a path below it, by descriptors that never leave it, made like it where missing
  lk_step_put_tree,        // fd: slot; a: destination, created like the source; options: lk_tree_*
  lk_step_attributes,      // a: path; flags: MOUNT_ATTR_* to set on the mount there; option 1: recursively
  lk_step_pivot,           // a: the new root
  lk_step_mode,            // a: path; mode
  lk_step_hide,            // a: path: an empty read-only file or directory over it, if it is there
  lk_step_keyring,         // a session keyring of its own
  lk_step_confine,         // lk_confine
  lk_step_identity,        // user, group, groups, capabilities
  lk_step_birth,           // goes on in a child, born into the PID namespace that was joined; the parent ends
  lk_step_current,         // a: working directory
  lk_step_streams,         // fds
  lk_step_terminal,        // a: path of the ptmx
  lk_step_session,         // setsid
  lk_step_no_privileges,   // PR_SET_NO_NEW_PRIVS
  lk_step_read_only_root,  // remounts `a` read-only
  lk_step_exec,            // candidates in argv order
};

enum { lk_tree_read_only = 1, lk_tree_receives = 2, lk_tree_devices = 4 };

// One step; offsets are into the program's text, where every string ends with a zero byte. Offset 0 is no string.
typedef struct {
  uint16_t kind;
  uint16_t options;
  uint8_t is_optional;  // failure is passed over
  int32_t fd;
  uint32_t mode;
  uint32_t a, b, c, d;
  uint32_t size;
  uint64_t flags;
} lk_step;

typedef struct {
  const lk_step *steps;
  size_t step_count;
  const char *text;
  size_t text_size;
  const uint32_t *arguments;  // offsets
  size_t argument_count;
  const uint32_t *environment;
  size_t environment_count;
  const uint32_t *candidates;  // paths to try to exec, in order
  size_t candidate_count;
  int input, output, error;  // the child's standard streams; ignored with a terminal
  uint32_t user, group;
  const uint32_t *groups;
  size_t group_count;
  uint8_t sets_groups;  // 0 where the kernel refuses setgroups
  uint64_t capabilities;
  uint64_t namespaces;  // CLONE_NEW*
} lk_program;

// What the child says on its report socket: nothing but the end of the stream means that exec happened.
enum {
  lk_report_failed = 1,
  lk_report_terminal,  // both ends of the terminal come along
  lk_report_born,      // the pidfd of the child that goes on comes along
};
typedef struct {
  int32_t kind;
  int32_t step;   // index
  int32_t error;  // errno
} lk_report;

// Refuses from now on, for this process and its children, what container engines' default filters refuse to those
// without CAP_SYS_ADMIN and what would lead around a container's walls: new namespaces and entering others', and the
// kernel's keyrings, which are shared by all who have the same user id (seccomp(2)).
int lk_confine(void);

// MARK: The starter

// Clones the process that children are cloned from: its socket, or -1. To be called before the caller has anything
// that a container must not get hold of, and with one thread.
int lk_starter(int *pidfd);

// Has the starter clone a child of the caller's that goes through the program. `*report` is the socket to read
// `lk_report` messages from (SOCK_SEQPACKET, non-blocking).
pid_t lk_spawn(int starter, const lk_program *program, int *pidfd, int *report);

// MARK: A child that goes on with a program of its own in new namespaces (sandboxd)

// Clones into `namespaces`, waits until `lk_start_release` is called, takes user and group 0 when a user namespace is
// among them, and executes `path` with `arguments` and `environment` (both end with NULL; NULL: the caller's own);
// descriptors from 3 on that are not in `kept` are closed. `*gate` releases the child; `*report` then delivers an
// errno (int) or, after exec, the end.
pid_t lk_start(const char *path, const char *const *arguments, const char *const *environment, uint64_t namespaces,
               int dies_with_parent, const int *kept, size_t kept_count, int *pidfd, int *gate, int *report);
