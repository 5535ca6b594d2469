// A small seccomp filter for containers. It stands in for the profiles of container engines where a container could
// otherwise walk around its walls: with a user namespace of its own it could mount the host's cgroups.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "CLinux.h"

enum { most_instructions = 80 };
static const uint32_t new_namespaces = 0x7E020000;  // CLONE_NEW* but for CLONE_NEWTIME, whose bit clone(2) uses otherwise
static const uint32_t new_time_namespace = 0x80;

struct filter {
  struct sock_filter code[most_instructions];
  unsigned short length;
};

// The numbers of the calls in question in one of the kernel's tables of system calls.
struct numbers {
  uint32_t architecture, clone, unshare, setns, clone3, add_key, request_key, keyctl;
  int has_x32;
};

static void put(struct filter *filter, struct sock_filter instruction) {
  filter->code[filter->length++] = instruction;
}

static void load(struct filter *filter, size_t offset) {
  put(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void answer(struct filter *filter, uint32_t answer) {
  put(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

static void refuse(struct filter *filter, uint32_t number, int error) {
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
  answer(filter, SECCOMP_RET_ERRNO | (uint32_t)error);
}

// Refuses a call when its first argument has one of these bits.
static void refuse_bits(struct filter *filter, uint32_t number, uint32_t bits) {
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4));
  load(filter, offsetof(struct seccomp_data, args[0]));  // the lower half on little-endian machines
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
  answer(filter, SECCOMP_RET_ERRNO | EPERM);
  answer(filter, SECCOMP_RET_ALLOW);
}

static void put_table(struct filter *filter, const struct numbers *numbers) {
  unsigned short start = filter->length;
  put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, numbers->architecture, 0, 0));
  load(filter, offsetof(struct seccomp_data, nr));
  if (numbers->has_x32) {
    put(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    answer(filter, SECCOMP_RET_ERRNO | ENOSYS);
  }
  refuse_bits(filter, numbers->clone, new_namespaces);
  refuse_bits(filter, numbers->unshare, new_namespaces | new_time_namespace);
  refuse(filter, numbers->setns, EPERM);
  // Its flags lie in memory, where a filter cannot look; C libraries go back to clone(2) then.
  refuse(filter, numbers->clone3, ENOSYS);
  refuse(filter, numbers->add_key, EPERM);
  refuse(filter, numbers->request_key, EPERM);
  refuse(filter, numbers->keyctl, EPERM);
  answer(filter, SECCOMP_RET_ALLOW);
  filter->code[start].jf = (unsigned char)(filter->length - start - 1);
}

static const struct numbers tables[] = {
#if defined(__x86_64__)
    {AUDIT_ARCH_X86_64, SYS_clone, SYS_unshare, SYS_setns, SYS_clone3, SYS_add_key, SYS_request_key, SYS_keyctl, 1},
    {AUDIT_ARCH_I386, 120, 310, 346, 435, 286, 287, 288, 0},
#elif defined(__aarch64__)
    {AUDIT_ARCH_AARCH64, SYS_clone, SYS_unshare, SYS_setns, SYS_clone3, SYS_add_key, SYS_request_key, SYS_keyctl, 0},
    {AUDIT_ARCH_ARM, 120, 337, 375, 435, 309, 310, 311, 0},
#else
#error "the numbers of this machine's system calls are missing"
#endif
};

int lk_confine(void) {
  struct filter filter = {.length = 0};
  load(&filter, offsetof(struct seccomp_data, arch));
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) put_table(&filter, &tables[i]);
  // A table of system calls that is not known here.
  answer(&filter, SECCOMP_RET_ERRNO | ENOSYS);
  struct sock_fprog program = {.len = filter.length, .filter = filter.code};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
