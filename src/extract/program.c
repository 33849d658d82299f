#include "extract/program.h"

#include "base/compare.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUN_SIGNAL 128

bool lt_program_find(const char *name, char *path)
{
    char place[PATH_MAX];
    for (const char *folder = getenv("PATH"); folder != NULL;) {
        size_t size = strcspn(folder, ":");
        int length = snprintf(place, sizeof place, "%.*s/%s", (int)LT_MIN(size, sizeof place), folder, name);
        if (folder[0] == '/' && (size_t)length < sizeof place && access(place, X_OK) == 0) {
            if (path != NULL) {
                memcpy(path, place, (size_t)length + 1);
            }
            return true;
        }
        folder = folder[size] == ':' ? folder + size + 1 : NULL;
    }
    return false;
}

/* In the child: never returns. */
static void run_program(const char *const *words, int in, int out)
{
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        (nothing >= 0 && dup2(nothing, STDERR_FILENO) < 0)) {
        _exit(LT_PROGRAM_NONE);
    }
    union {
        const char *const *given;
        char *const *taken;
    } list = {words};
    execvp(words[0], list.taken);
    _exit(LT_PROGRAM_NONE);
}

/* In a child of its own: what was packed, through a pipe. */
static void run_feed(int out, const uint8_t *bytes, size_t size)
{
    while (size > 0) {
        ssize_t done = write(out, bytes, size);
        if (done < 0) {
            break;
        }
        bytes += done;
        size -= (size_t)done;
    }
    _exit(0);
}

/* The program's standard input. */
static int run_input(const uint8_t *bytes, size_t size, int *ret_in, leitong_error *error)
{
    int ends[2];
    if (bytes == NULL) {
        *ret_in = STDIN_FILENO;
        return lseek(STDIN_FILENO, 0, SEEK_SET) == 0 ? 0 : lt_error_system(error, "", "can't go to its beginning");
    }
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return lt_error_system(error, "", "can't make a pipe");
    }
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        run_feed(ends[1], bytes, size);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return lt_error_system(error, "", "can't start a process");
    }
    *ret_in = ends[0];
    return 0;
}

static int run_listen(int from, lt_program_listener *listener, void *context, leitong_error *error)
{
    char piece[65536];
    for (;;) {
        ssize_t got = read(from, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return lt_error_system(error, "", "can't read what a program writes");
        }
        if (got == 0) {
            return 0;
        }
        LT_TRY(listener(context, piece, (size_t)got, error));
    }
}

int lt_program_run(const lt_program *program, int *ret_exit, leitong_error *error)
{
    int in = -1;
    int ends[2] = {-1, -1};
    LT_TRY(run_input(program->bytes, program->size, &in, error));
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return lt_error_system(error, "", "can't make a pipe");
    }
    pid_t child = fork();
    if (child == 0) {
        run_program(program->words, in, ends[1]);
    }
    close(ends[1]);
    if (program->bytes != NULL) {
        close(in);
    }
    if (child < 0) {
        close(ends[0]);
        return lt_error_system(error, "", "can't start a program");
    }
    int code = run_listen(ends[0], program->listener, program->context, error);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    *ret_exit = WIFSIGNALED(status) ? RUN_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
    return code;
}
