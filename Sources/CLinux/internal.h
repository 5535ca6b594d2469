// Shared by this module's C files; not seen by Swift.
#pragma once

#include <stdint.h>

#include "CLinux.h"

// <linux/sched.h> clashes with <sched.h>, so what is needed of it stands here.
struct lk_clone_args {
  uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};
#define LK_CLONE_CLEAR_SIGHAND 0x100000000ULL

// A descriptor of the part `path` of the directory `root`, made as directories like it where missing. Nothing that
// somebody does there meanwhile leads out of `root`. Makes system calls only.
int lk_open_part(const char *root, const char *path);

// What a cloned child does until its exec; join steps' `fd` is an index into `descriptors`.
_Noreturn void lk_run_child(const lk_program *program, char **arguments, char **environment, int report,
                            const int *descriptors, size_t descriptor_count);
