#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CONSOLE_SKIPS 20           /* named on stderr before only counting, unless --verbose */
#define CONSOLE_SKIPS_ALIKE 3      /* the same in a row for one reason */
#define CONSOLE_PAUSE_NS 170000000 /* between two drawings: at most 6 a second */

/* Atomic, as any thread may be the one that a signal interrupts. */
static int console_signal;
static int64_t console_since;    /* seconds, from 1 on; 0: no signal yet */
static int console_nothing = -1; /* /dev/null, to be read */

/* A read of standard input that waits for more finds its end instead. Who sends a second signal later doesn't want to
 * wait. Not at once: `timeout` and a terminal that hangs up send theirs twice. */
static void console_on_signal(int number)
{
    struct timespec now;
    int cause = errno;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t since = 0;
    int64_t second = (int64_t)now.tv_sec + 1;
    if (__atomic_compare_exchange_n(&console_since, &since, second, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        __atomic_store_n(&console_signal, number, __ATOMIC_SEQ_CST);
        (void)dup2(console_nothing, STDIN_FILENO);
    } else if (second > since + 1) {
        (void)signal(number, SIG_DFL);
        (void)raise(number);
    }
    errno = cause;
}

static void console_catch_signals(void)
{
    static const int stopping[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU};
    struct sigaction ignoring = {.sa_handler = SIG_IGN};
    struct sigaction action = {.sa_handler = console_on_signal};
    struct sigaction old;
    console_nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof stopping / sizeof stopping[0]; i++) {
        bool kept = stopping[i] == SIGHUP && sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler == SIG_IGN;
        if (!kept) { /* nohup */
            (void)sigaction(stopping[i], &action, NULL);
        }
    }
    /* A reader that went away, and a file that may not grow, are failures of a write, which are told as such. */
    (void)sigaction(SIGPIPE, &ignoring, NULL);
    (void)sigaction(SIGXFSZ, &ignoring, NULL);
}

/* A file that is opened while one of the three standard descriptors is closed would get its number, and all that is
 * printed. What is put there instead can't be used. */
static void console_hold_descriptors(void)
{
    for (int file = 0; file < 3; file++) {
        if (fcntl(file, F_GETFD) < 0 && open("/dev/null", file == 0 ? O_WRONLY : O_RDONLY) != file) {
            _exit(4);
        }
    }
}

void console_open(void)
{
    console_hold_descriptors();
    console_catch_signals();
}

int console_close(int code)
{
    errno = 0;
    bool lost = fflush(stdout) != 0 || ferror(stdout) != 0;
    if (lost && errno == 0) { /* stdio keeps that a write failed, not why: one more byte tells */
        (void)fputc('\n', stdout);
        (void)fflush(stdout);
    }
    int cause = errno;
    if (fclose(stdout) != 0 && !lost) { /* some network file systems tell only now */
        lost = true;
        cause = errno;
    }
    if (!lost || code >= 4) { /* the command has told what it could not write */
        return code;
    }
    fprintf(stderr, "leitong: standard output: can't be written: %s\n", strerror(cause != 0 ? cause : EIO));
    return 4;
}

int console_stopped(void)
{
    return __atomic_load_n(&console_signal, __ATOMIC_SEQ_CST) != 0;
}

bool console_is_zh(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"}; /* in POSIX' order */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0') {
            return strncmp(value, "zh", 2) == 0;
        }
    }
    return false;
}

unsigned console_width(FILE *file)
{
    struct winsize size;
    if (ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return 80;
}

void console_text(FILE *file, const char *text)
{
    leitong_report_line(text, strlen(text), UINT_MAX, file);
}

/* "PATH:BYTE: message" */
static void console_place(const leitong_error *error)
{
    if (error->path[0] != '\0') {
        console_text(stderr, error->path);
        if (error->offset != LEITONG_NO_OFFSET) {
            fprintf(stderr, ":%" PRIu64, error->offset);
        }
        fputs(": ", stderr);
    }
    console_text(stderr, error->message);
    fputc('\n', stderr);
}

void console_error(const leitong_error *error)
{
    fputs("leitong: ", stderr);
    console_place(error);
}

int console_exit(int code)
{
    switch (code) {
    case LEITONG_OK:
        return 0;
    case LEITONG_EUSAGE:
        return 2;
    case LEITONG_EINPUT:
        return 3;
    case LEITONG_ECANCELLED:
        return 130;
    default:
        return 4;
    }
}

int console_end(int code, const leitong_error *error)
{
    if (code != 0) {
        console_error(error);
    }
    return console_exit(code);
}

void console_note(const cli_common *common, const leitong_error *note)
{
    if (!common->quiet) {
        console_error(note);
    }
}

void console_progress_open(console_progress *progress, const cli_common *common, bool strict)
{
    *progress = (console_progress){.common = *common, .strict = strict};
    clock_gettime(CLOCK_MONOTONIC, &progress->began);
}

static double console_seconds(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + 1e-9 * (double)(to->tv_nsec - from->tv_nsec);
}

static void console_draw(const console_progress *state, const leitong_progress *p, const struct timespec *now)
{
    double seconds = console_seconds(&state->began, now);
    fprintf(stderr, "\r\033[K%s: %" PRIu64 " document%s, %.1f MB, %.0f MB/s", p->phase, p->documents,
            CONSOLE_PLURAL(p->documents), (double)p->bytes / 1e6, seconds > 0 ? (double)p->bytes / 1e6 / seconds : 0.0);
    if (p->total > 0 && p->done > 0 && p->done <= p->total) {
        fprintf(stderr, ", %.0f %%, %.0f s left", 100.0 * (double)p->done / (double)p->total,
                seconds * (double)(p->total - p->done) / (double)p->done);
    }
    fflush(stderr);
}

int console_on_progress(void *context, const leitong_progress *progress)
{
    console_progress *state = context;
    if (console_stopped()) {
        return 1;
    }
    if (state->common.quiet) {
        return 0;
    }
    bool new_phase = state->phase == NULL || strcmp(state->phase, progress->phase) != 0;
    if (new_phase && strcmp(progress->phase, "pairs") == 0 && progress->candidates > 0) {
        fprintf(stderr, "leitong: --pairs all: at most %" PRIu64 " pairs to list\n", progress->candidates);
    }
    if (!isatty(STDERR_FILENO)) {
        if (new_phase) {
            fprintf(stderr, "leitong: %s\n", progress->phase);
        }
        state->phase = progress->phase;
        return 0;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (new_phase || console_seconds(&state->drawn, &now) * 1e9 >= CONSOLE_PAUSE_NS) {
        console_draw(state, progress, &now);
        state->drawn = now;
        state->phase = progress->phase;
    }
    return 0;
}

int console_on_skip(void *context, const leitong_skip *skip)
{
    console_progress *state = context;
    bool alike = state->reason != NULL && strcmp(state->reason, skip->reason) == 0;
    state->alike = alike ? state->alike + 1 : 1;
    state->reason = skip->reason;
    bool show = state->common.verbose || (state->shown < CONSOLE_SKIPS && state->alike <= CONSOLE_SKIPS_ALIKE);
    /* A row about a file that was not asked for is no fault, nor is a result from before. */
    bool is_fault =
        strcmp(skip->what, "metadata") != 0 && strcmp(skip->reason, "result_directory") != 0 && !skip->is_note;
    if (state->strict && is_fault) {
        return 1; /* the work ends with this error, which the command prints */
    }
    if (!skip->is_note && state->skips++ == 0 && skip->error != NULL) {
        state->first = *skip->error;
    }
    if (!state->common.quiet && show && skip->error != NULL) {
        state->shown += !skip->is_note;
        if (isatty(STDERR_FILENO)) {
            fputs("\r\033[K", stderr);
        }
        fprintf(stderr, skip->is_note ? "leitong: %s (%s): " : "leitong: skipped %s (%s): ", skip->what, skip->reason);
        console_place(skip->error);
    }
    return 0;
}

void console_first_skip(const console_progress *progress)
{
    if (progress->shown == 0 && progress->first.message[0] != '\0') {
        console_error(&progress->first);
    }
}

void console_progress_close(console_progress *progress)
{
    if (progress->common.quiet) {
        return;
    }
    if (isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
    }
    if (progress->skips > progress->shown) {
        fprintf(stderr, "leitong: %u more skipped; the summary counts them, --verbose names them\n",
                progress->skips - progress->shown);
    }
}

void console_version(void)
{
    char *formats = NULL;
    leitong_error error = {0};
    printf("leitong %s\n", leitong_version());
    if (leitong_input_formats(NULL, &formats, &error) == 0) {
        printf("%s\n", formats);
    } else {
        printf("documents and archives (html, docx, doc, wps, odt, rtf, pptx, epub, eml, pdf, zip, tar): %s\n",
               error.message);
    }
    free(formats);
}
