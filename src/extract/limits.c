#include "extract/limits.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define LIMITS_MEMORY ((rlim_t)2 << 30)

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

int lt_limits_set(uint64_t file_size, uint64_t seconds, bool runs_programs, leitong_error *error)
{
    const limits_row rows[] = {
        {0, RLIMIT_CORE, true},
        {0, RLIMIT_FSIZE, true},
        {seconds, RLIMIT_CPU, true},
        {LIMITS_MEMORY + file_size, RLIMIT_AS, !LIMITS_SANITIZED},
        {STDERR_FILENO + 1, RLIMIT_NOFILE, !runs_programs && !LIMITS_SANITIZED},
        {0, RLIMIT_NPROC, !runs_programs && !LIMITS_SANITIZED},
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
    return 0;
}
