#include "extract/limits.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LIMITS_MEMORY ((rlim_t)2 << 30)
#define LIMITS_WRITTEN ((rlim_t)1 << 30)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIMITS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LIMITS_SANITIZED 1
#endif
#endif
#ifndef LIMITS_SANITIZED
#define LIMITS_SANITIZED 0 /* 1: address space is taken for shadows, and descriptors for reports */
#endif

typedef struct limits_row {
    rlim_t most;
    int resource;
    bool is_set;
} limits_row;

#if defined(__x86_64__)
#define LIMITS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define LIMITS_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef LIMITS_ARCHITECTURE
#define LIMITS_LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define LIMITS_JUMP(test, value, yes, no) BPF_JUMP(BPF_JMP | (test) | BPF_K, (value), (yes), (no))
#define LIMITS_RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))

/* Sockets of this machine alone, for this process and all that it starts: socket() of another family, calls of another
 * architecture or ABI, and io_uring, which makes sockets by itself, answer with EACCES. */
static int limits_no_network(leitong_error *error)
{
    struct sock_filter rows[] = {
        LIMITS_LOAD(arch),
        LIMITS_JUMP(BPF_JEQ, LIMITS_ARCHITECTURE, 0, 7),
        LIMITS_LOAD(nr),
        LIMITS_JUMP(BPF_JGE, 0x40000000U, 5, 0),
        LIMITS_JUMP(BPF_JEQ, __NR_io_uring_setup, 4, 0),
        LIMITS_JUMP(BPF_JEQ, __NR_socket, 0, 2),
        LIMITS_LOAD(args[0]),
        LIMITS_JUMP(BPF_JEQ, AF_UNIX, 0, 1),
        LIMITS_RETURN(SECCOMP_RET_ALLOW),
        LIMITS_RETURN(SECCOMP_RET_ERRNO | EACCES),
    };
    struct sock_fprog program = {sizeof rows / sizeof rows[0], rows};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0
               ? 0
               : lt_error_system(error, "", "can't give up the network");
}
#else
static int limits_no_network(leitong_error *error)
{
    (void)error; /* bubblewrap's network of its own stays */
    return 0;
}
#endif

int lt_limits_set(uint64_t file_size, uint64_t seconds, lt_limits_programs programs, leitong_error *error)
{
    const limits_row rows[] = {
        {0, RLIMIT_CORE, true},
        {programs == LT_LIMITS_WRITES ? LIMITS_WRITTEN : 0, RLIMIT_FSIZE, true},
        {seconds, RLIMIT_CPU, true},
        {LIMITS_MEMORY + file_size, RLIMIT_AS, !LIMITS_SANITIZED},
        {STDERR_FILENO + 1, RLIMIT_NOFILE, programs == LT_LIMITS_NO_PROGRAM && !LIMITS_SANITIZED},
        {0, RLIMIT_NPROC, programs == LT_LIMITS_NO_PROGRAM && !LIMITS_SANITIZED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rlimit limit;
        if (!rows[i].is_set) {
            continue;
        }
        if (getrlimit((__rlimit_resource_t)rows[i].resource, &limit) != 0) {
            return lt_error_system(error, "", "can't ask for a limit");
        }
        limit.rlim_cur = limit.rlim_max < rows[i].most ? limit.rlim_max : rows[i].most;
        limit.rlim_max = limit.rlim_cur;
        if (setrlimit((__rlimit_resource_t)rows[i].resource, &limit) != 0) {
            return lt_error_system(error, "", "can't set a limit");
        }
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return lt_error_system(error, "", "can't give up privileges");
    }
    return programs == LT_LIMITS_NO_PROGRAM ? 0 : limits_no_network(error);
}
