/** @file error.h
 * The error codes of every public function, and the place where it happened.
 *
 * Functions return 0 or one of the negative codes below; outputs (`ret_…`) are untouched on failure. The last
 * parameter, which may be NULL, receives the details. The caller owns the struct: nothing in it needs freeing. */
#ifndef LEITONG_ERROR_H
#define LEITONG_ERROR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LEITONG_API __attribute__((visibility("default")))
#define LEITONG_CHECK __attribute__((warn_unused_result))
#else
#define LEITONG_API
#define LEITONG_CHECK
#endif

/** What went wrong, and what to do about it. */
enum leitong_code {
    LEITONG_OK = 0,
    /** An option or a call is out of its range. Remedy: the message names the option and its range. */
    LEITONG_EUSAGE = -1,
    /** An input can't be read as text. Remedy: look at `path` and byte `offset`; give an encoding, or mend it. */
    LEITONG_EINPUT = -2,
    /** The system refused (file, disk, thread). Remedy: the message holds the system's own words. */
    LEITONG_ESYSTEM = -3,
    /** Memory ran out. Remedy: set a memory limit, so that records spill to disk, or scan in shards. */
    LEITONG_EMEMORY = -4,
    /** The progress callback asked to stop. Nothing was left behind. */
    LEITONG_ECANCELLED = -5,
    /** A file that leitong wrote fails its checksum. Remedy: make it again; the message names it. */
    LEITONG_EDAMAGED = -6
};

/** `offset` where no byte can be named. */
#define LEITONG_NO_OFFSET UINT64_MAX

typedef struct leitong_error {
    int code;          /**< one of leitong_code */
    uint64_t offset;   /**< byte of `path`, or LEITONG_NO_OFFSET */
    char path[1024];   /**< file or document, "" where none is to blame; cut at the end if longer */
    char message[512]; /**< one sentence in English, without path and offset */
} leitong_error;

/** The name of a code, such as "input"; never NULL. */
LEITONG_API const char *leitong_code_name(int code);

#ifdef __cplusplus
}
#endif
#endif
