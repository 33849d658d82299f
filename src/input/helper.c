#include "input/helper.h"

#include "base/compare.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HELPER_PROGRAM "leitong-extract"
#define HELPER_SECONDS 20      /* of the processor, for any file … */
#define HELPER_RATE (4U << 20) /* … and one more for so many bytes of it */
#define HELPER_SLOWER 4        /* times as long it may take: others want the processor too */
#define HELPER_WORDS 48        /* arguments at most */
#define HELPER_PAUSES 2000     /* of a millisecond, in which a process whose pipe is closed must end */
#define HELPER_EXITS 128       /* and a signal's number: so bubblewrap tells how its child ended */

/* ---- where it is ---- */

/* "FOLDER/NAME" where that can be run; NULL otherwise, or when memory runs out (*ret_code). */
static char *helper_in(const char *folder, size_t size, const char *name, int *ret_code, leitong_error *error)
{
    char *path = NULL;
    if (asprintf(&path, "%.*s/%s", (int)LT_MIN(size, (size_t)PATH_MAX), folder, name) < 0) {
        *ret_code = lt_error_memory(error);
        return NULL;
    }
    char *whole = access(path, X_OK) == 0 ? realpath(path, NULL) : NULL;
    free(path);
    return whole;
}

/* In a folder of PATH that has its whole name: the working folder may be anybody's. */
static char *helper_search(const char *name, int *ret_code, leitong_error *error)
{
    const char *folders = getenv("PATH");
    char *found = NULL;
    while (folders != NULL && found == NULL && *ret_code == 0) {
        size_t size = strcspn(folders, ":");
        found = folders[0] == '/' ? helper_in(folders, size, name, ret_code, error) : NULL;
        folders = folders[size] == ':' ? folders + size + 1 : NULL;
    }
    return found;
}

/* The program belongs to the library that is running, wherever that was put. */
static char *helper_beside(int *ret_code, leitong_error *error)
{
    static const char *const ways[] = {HELPER_PROGRAM, LEITONG_HELPER_FROM_LIBRARY "/" HELPER_PROGRAM};
    Dl_info info;
    char *found = NULL;
    if (dladdr(LEITONG_HELPER_FROM_LIBRARY, &info) == 0 || info.dli_fname == NULL) {
        return NULL;
    }
    const char *slash = strrchr(info.dli_fname, '/');
    for (size_t i = 0; i < 2 && slash != NULL && found == NULL && *ret_code == 0; i++) {
        found = helper_in(info.dli_fname, (size_t)(slash - info.dli_fname), ways[i], ret_code, error);
    }
    return found;
}

int lt_helper_find(lt_helper_place *place, const char *program, leitong_error *error)
{
    int code = 0;
    if (place->program != NULL) {
        return 0;
    }
    place->program = program != NULL ? strdup(program) : helper_beside(&code, error);
    if (code != 0 || (program != NULL && place->program == NULL)) {
        return lt_error_memory(error);
    }
    const char *folders = getenv("PATH");
    if (asprintf(&place->path, "PATH=%s", folders != NULL ? folders : "/usr/bin:/bin") < 0) {
        place->path = NULL;
        return lt_error_memory(error);
    }
    place->bubblewrap = helper_search("bwrap", &code, error);
    return code;
}

void lt_helper_place_clear(lt_helper_place *place)
{
    free(place->program);
    free(place->bubblewrap);
    free(place->path);
    *place = (lt_helper_place){0};
}

/* ---- its start ---- */

static int helper_fault(lt_helper *helper, const char *reason, const char *words, leitong_error *error)
{
    helper->reason = reason;
    return lt_error_at(error, LEITONG_EINPUT, helper->path, LEITONG_NO_OFFSET, "%s", words);
}

typedef struct helper_command {
    const char *words[HELPER_WORDS];
    size_t count;
    char folder[PATH_MAX]; /* the program's */
    char limits[3][24];    /* bytes of text, bytes of the file, seconds */
} helper_command;

static void helper_word(helper_command *command, const char *word)
{
    command->words[command->count++] = word;
}

/* bwrap sees what the helper and pdftotext need to run, and nothing of a user's. */
static void helper_wrap(helper_command *command, const lt_helper_place *place, bool needs_proc)
{
    static const char *const seen[] = {
        "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/etc/alternatives", "/etc/libreoffice"};
    static const char *const first[] = {"--unshare-all", "--ro-bind", "/usr",    "/usr",
                                        "--dev",         "/dev",      "--tmpfs", "/tmp"};
    const char *slash = strrchr(place->program, '/');
    snprintf(command->folder, sizeof command->folder, "%.*s", (int)(slash == NULL ? 0 : slash - place->program),
             place->program);
    helper_word(command, place->bubblewrap);
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++) {
        helper_word(command, first[i]);
    }
    for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++) {
        helper_word(command, "--ro-bind-try");
        helper_word(command, seen[i]);
        helper_word(command, seen[i]);
    }
    if (needs_proc) { /* LibreOffice finds its own libraries there */
        helper_word(command, "--proc");
        helper_word(command, "/proc");
    }
    helper_word(command, "--ro-bind");
    helper_word(command, command->folder);
    helper_word(command, command->folder);
    helper_word(command, "--chdir");
    helper_word(command, "/");
    helper_word(command, "--");
}

static uint64_t helper_seconds(const lt_helper_job *job)
{
    return HELPER_SECONDS + job->size / HELPER_RATE;
}

static void helper_fill(helper_command *command, const lt_helper_place *place, const lt_helper_job *job)
{
    command->count = 0;
    if (place->bubblewrap != NULL) {
        helper_wrap(command, place, strcmp(job->format, "word") == 0);
    }
    uint64_t numbers[3] = {job->max_text, job->size, helper_seconds(job)};
    helper_word(command, place->program);
    helper_word(command, job->format);
    for (size_t i = 0; i < 3; i++) {
        snprintf(command->limits[i], sizeof command->limits[i], "%" PRIu64, numbers[i]);
        helper_word(command, command->limits[i]);
    }
    helper_word(command, job->encoding != NULL ? job->encoding : "");
    helper_word(command, NULL);
}

/* Standard input is the file, standard output the pipe; nothing else stays open. */
static int helper_actions(posix_spawn_file_actions_t *actions, int file, int pipe)
{
    int cause = file >= 0 ? posix_spawn_file_actions_adddup2(actions, file, STDIN_FILENO)
                          : posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (cause == 0) {
        cause = posix_spawn_file_actions_adddup2(actions, pipe, STDOUT_FILENO);
    }
    if (cause == 0) {
        cause = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    return cause == 0 ? posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1) : cause;
}

/* A group of its own, and signals as at a program's start, whatever this program has made of its own. */
static int helper_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    int cause =
        posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    cause = cause == 0 ? posix_spawnattr_setpgroup(attributes, 0) : cause;
    cause = cause == 0 ? posix_spawnattr_setsigmask(attributes, &none) : cause;
    return cause == 0 ? posix_spawnattr_setsigdefault(attributes, &all) : cause;
}

/* posix_spawn's answer: 0 or errno. */
static int helper_spawn(lt_helper *helper, const lt_helper_place *place, const helper_command *command, int file,
                        int pipe)
{
    static char locale[] = "LC_ALL=C.UTF-8";
    static char temporary[] = "TMPDIR=/tmp";
    char *environment[] = {place->path, locale, temporary, NULL};
    char *words[HELPER_WORDS];
    memcpy(words, command->words, command->count * sizeof words[0]);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int cause = posix_spawn_file_actions_init(&actions);
    if (cause != 0) {
        return cause;
    }
    cause = posix_spawnattr_init(&attributes);
    if (cause == 0) {
        cause = helper_actions(&actions, file, pipe);
        cause = cause == 0 ? helper_attributes(&attributes) : cause;
        cause = cause == 0 ? posix_spawn(&helper->process, words[0], &actions, &attributes, words, environment) : cause;
        helper->process = cause == 0 ? helper->process : 0;
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return cause;
}

/* Ends the process, in whatever state it is. */
static void helper_stop(lt_helper *helper)
{
    if (helper->pipe >= 0) {
        close(helper->pipe);
    }
    if (helper->process > 0) {
        (void)kill(-helper->process, SIGKILL);
        while (waitpid(helper->process, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    helper->pipe = -1;
    helper->process = 0;
    helper->begin = helper->end = 0;
}

/* One process; *ret_greeted false where it ended before it said HELLO. */
static int helper_try(lt_helper *helper, const lt_helper_place *place, const lt_helper_job *job, bool *ret_greeted,
                      leitong_error *error)
{
    helper_command command;
    int ends[2];
    helper_fill(&command, place, job);
    if (job->file >= 0 && lseek(job->file, 0, SEEK_SET) != 0) {
        return lt_error_system(error, job->path, "can't go to its beginning");
    }
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return lt_error_system(error, job->path, "can't make a pipe to read it by");
    }
    helper->pipe = ends[0];
    int cause = helper_spawn(helper, place, &command, job->file, ends[1]);
    close(ends[1]);
    *ret_greeted = false;
    if (cause != 0) {
        helper_stop(helper);
        if (cause == ENOMEM) {
            return lt_error_memory(error);
        }
        errno = cause;
        return cause == ENOENT || cause == EACCES
                   ? 0
                   : lt_error_system(error, job->path, "can't start a process to read it by");
    }
    lt_frame frame = {0};
    leitong_error ignored;
    int code = lt_helper_next(helper, &frame, &ignored);
    *ret_greeted = code == 0 && frame.kind == LT_FRAME_HELLO;
    return code == LEITONG_EMEMORY ? lt_error_memory(error) : 0;
}

int lt_helper_start(lt_helper *helper, lt_helper_place *place, const lt_helper_job *job, leitong_error *error)
{
    helper->path = job->path;
    helper->reason = LT_FAULT_FAILED;
    helper->left = helper_seconds(job) * HELPER_SLOWER * 1000;
    helper->pipe = -1;
    if (place->program == NULL) {
        return helper_fault(
            helper, LT_FAULT_NO_READER,
            "this format is read by leitong-extract, which isn't installed beside the library; install leitong whole",
            error);
    }
    bool greeted = false;
    helper->buffer = malloc(LT_FRAME_HEAD + LT_FRAME_LARGEST);
    if (helper->buffer == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY(helper_try(helper, place, job, &greeted, error));
    if (!greeted && place->bubblewrap != NULL) { /* as in a container that may make none of its own */
        helper_stop(helper);
        free(place->bubblewrap);
        place->bubblewrap = NULL;
        LT_TRY(helper_try(helper, place, job, &greeted, error));
    }
    return greeted
               ? 0
               : helper_fault(helper, LT_FAULT_NO_READER,
                              "leitong-extract, which reads this format, doesn't run; install leitong whole", error);
}

void lt_helper_end(lt_helper *helper)
{
    helper_stop(helper);
    free(helper->buffer);
    helper->buffer = NULL;
}

/* ---- what it says ---- */

/* The signal that ended it; 0 where none did, or it can't be told (the program may leave no child to be asked). */
static int helper_signal(lt_helper *helper)
{
    static const struct timespec pause = {.tv_nsec = 1000000};
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < HELPER_PAUSES && ended == 0; i++) {
        ended = waitpid(helper->process, &status, WNOHANG);
        if (ended == 0) {
            (void)nanosleep(&pause, NULL);
        }
    }
    if (ended <= 0) {
        return 0; /* lt_helper_end kills it */
    }
    helper->process = 0;
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) > HELPER_EXITS ? WEXITSTATUS(status) - HELPER_EXITS : 0;
}

/* The pipe ended too early: why, as far as the system tells. */
static int helper_died(lt_helper *helper, leitong_error *error)
{
    int number = helper_signal(helper);
    if (number == SIGXCPU || number == SIGALRM) {
        return helper_fault(
            helper, LT_FAULT_TIME,
            "took longer than a file of this size may; open it in its program and save it as another file", error);
    }
    return helper_fault(helper, LT_FAULT_FAILED,
                        "could not be read: its reader failed, which lost this file alone; open it in its program and "
                        "save it as another file",
                        error);
}

static uint64_t helper_clock(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Waits for more bytes, but not for ever. */
static int helper_wait(lt_helper *helper, leitong_error *error)
{
    struct pollfd poller = {.fd = helper->pipe, .events = POLLIN};
    while (helper->left > 0) {
        uint64_t before = helper_clock();
        int ready = poll(&poller, 1, (int)LT_MIN(helper->left, (uint64_t)INT_MAX));
        helper->left -= LT_MIN(helper_clock() - before, helper->left);
        if (ready > 0) {
            return 0;
        }
        if (ready < 0 && errno != EINTR) {
            return lt_error_system(error, helper->path, "can't wait for its reader");
        }
    }
    return helper_fault(helper, LT_FAULT_TIME,
                        "took longer than a file of this size may; open it in its program and save it as another file",
                        error);
}

/* Until `need` bytes stand in the buffer. */
static int helper_need(lt_helper *helper, size_t need, leitong_error *error)
{
    if (helper->begin > 0 && helper->end - helper->begin < need) {
        memmove(helper->buffer, helper->buffer + helper->begin, helper->end - helper->begin);
        helper->end -= helper->begin;
        helper->begin = 0;
    }
    while (helper->end - helper->begin < need) {
        LT_TRY(helper_wait(helper, error));
        ssize_t got;
        do {
            got = read(helper->pipe, helper->buffer + helper->end, LT_FRAME_HEAD + LT_FRAME_LARGEST - helper->end);
        } while (got < 0 && errno == EINTR);
        if (got < 0) {
            return lt_error_system(error, helper->path, "can't read what its reader says");
        }
        if (got == 0) {
            return helper_died(helper, error);
        }
        helper->end += (size_t)got;
    }
    return 0;
}

int lt_helper_next(lt_helper *helper, lt_frame *ret_frame, leitong_error *error)
{
    LT_TRY(helper_need(helper, LT_FRAME_HEAD, error));
    const uint8_t *head = helper->buffer + helper->begin;
    uint32_t size = (uint32_t)head[1] | (uint32_t)head[2] << 8 | (uint32_t)head[3] << 16 | (uint32_t)head[4] << 24;
    lt_frame_kind kind = (lt_frame_kind)head[0];
    if (size > LT_FRAME_LARGEST) {
        return helper_fault(helper, LT_FAULT_FAILED, "could not be read: its reader said what none says", error);
    }
    LT_TRY(helper_need(helper, LT_FRAME_HEAD + size, error));
    *ret_frame = (lt_frame){kind, helper->buffer + helper->begin + LT_FRAME_HEAD, size};
    helper->begin += LT_FRAME_HEAD + size;
    return 0;
}
