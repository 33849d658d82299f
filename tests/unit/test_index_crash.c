/* Writers that are killed, and readers beside a writer.
 * LEITONG_LONG=1: 500 kills and 5 minutes of readers, as in script/soak; otherwise a sample. LEITONG_ONE_PROCESSOR=1:
 * the readers and their writer share one processor. */
#include "index_model.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static void create(const char *folder)
{
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    if (leitong_index_create(folder, &options, &error) != 0) {
        fail_msg("%s: %s", error.path, error.message);
    }
}

static void pause_for(uint64_t microseconds)
{
    struct timespec rest = {(time_t)(microseconds / 1000000), (long)(microseconds % 1000000) * 1000};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR) {
    }
}

/* Steps from `step` on, each told through the pipe once it is acknowledged, until somebody ends it. */
static void write_on(const char *folder, model m, uint64_t step, int pipe_end)
{
    leitong_error error = {0};
    leitong_index *index = NULL;
    if (leitong_index_open(folder, &index, &error) != 0) {
        _exit(3);
    }
    for (;; step++) {
        if (model_do(index, &m, step, &error) != 0) {
            fprintf(stderr, "step %llu: %s: %s\n", (unsigned long long)step, error.path, error.message);
            _exit(4);
        }
        if (write(pipe_end, &step, sizeof step) != sizeof step) {
            _exit(5);
        }
    }
}

/* A writer is killed at a random moment: what it acknowledged is there, what it was at is there whole or not at all,
 * everything is sound, and the next writer works. */
static void nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    uint64_t seed = test_seed(3);
    model m = {.seed = 41};
    uint64_t step = 1;
    unsigned kills = getenv("LEITONG_LONG") != NULL ? 500 : 25;
    unsigned whole = 0;
    model_folder(folder, "crash");
    create(folder);
    for (unsigned i = 0; i < kills; i++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            write_on(folder, m, step, ends[1]);
        }
        close(ends[1]);
        pause_for(2000 + test_random(&seed) % 90000);
        assert_int_equal(kill(child, SIGKILL), 0);
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status)); /* it ended by no error of its own */
        uint64_t told = 0;
        while (read(ends[0], &told, sizeof told) == sizeof told) {
            assert_int_equal(told, step);
            model_step(&m, step++);
        }
        close(ends[0]);
        leitong_index *index = NULL;
        bool same = false;
        if (leitong_index_open(folder, &index, &error) != 0 || model_compare(index, &m, &same, &error) != 0 ||
            leitong_index_check(index, 1, NULL, NULL, &error) != 0) {
            fail_msg("after kill %u: %s: %s", i, error.path, error.message);
        }
        if (!same) { /* the step it was at got as far as the disk */
            model_step(&m, step++);
            assert_int_equal(model_compare(index, &m, &same, &error), 0);
            whole++;
        }
        assert_true(same);
        leitong_index_close(index);
    }
    printf("%u kills, %llu steps acknowledged, %u more on disk\n", kills, (unsigned long long)step - 1 - whole, whole);
    model_remove(folder);
}

/* A process is killed while it holds the lock and has changes under way: the next one isn't kept waiting. */
static void a_killed_writer_blocks_nobody(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    int ends[2];
    char ready = 0;
    model m = {.seed = 43};
    model_folder(folder, "crash");
    create(folder);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
        leitong_index *index = NULL;
        leitong_index_change *change = NULL;
        static model_text text;
        model_make(&m, 1, 1, &text);
        leitong_document document = model_document(&text);
        if (leitong_index_open(folder, &index, &error) == 0 &&
            leitong_index_change_begin(index, &options, &change, &error) == 0 &&
            leitong_index_change_add(change, &document, &error) == 0 && write(ends[1], "r", 1) == 1) {
            pause();
        }
        _exit(1);
    }
    assert_int_equal(read(ends[0], &ready, 1), 1);
    leitong_index *index = NULL;
    bool same = false;
    assert_int_equal(leitong_index_open(folder, &index, &error), 0);
    assert_int_equal(model_compare(index, &m, &same, &error), 0); /* a reader isn't kept waiting by a living one */
    assert_true(same);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    for (uint64_t step = 1; step < 5; step++) {
        assert_int_equal(model_do(index, &m, step, &error), 0);
    }
    assert_int_equal(model_compare(index, &m, &same, &error), 0);
    assert_true(same);
    leitong_index_close(index);
    close(ends[0]);
    close(ends[1]);
    model_remove(folder);
}

/* ---- readers beside a writer ---- */

/* All documents of a state have one version. */
typedef struct seen {
    unsigned documents;
    unsigned long long version;
    bool same;
} seen;

static int on_document(void *context, const leitong_index_document *document)
{
    seen *s = context;
    unsigned long long version = strtoull(document->title, NULL, 10);
    s->same = s->same && (s->documents == 0 || version == s->version);
    s->version = version;
    s->documents++;
    return 0;
}

static int look(leitong_index *index, unsigned long long *last, leitong_error *error)
{
    seen s = {0, 0, true};
    int code = leitong_index_list(index, on_document, &s, error);
    if (code != 0) {
        return code;
    }
    if (!s.same || s.version < *last || (s.documents != 0 && s.documents != MODEL_DOCUMENTS)) {
        return 1;
    }
    *last = s.version;
    return 0;
}

static int turn(leitong_index *index, model *m, uint64_t version, leitong_error *error)
{
    model next = *m;
    for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
        next.versions[i] = version;
    }
    int code = model_apply(index, m, &next, error);
    *m = next;
    return code;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void read_on(const char *folder, double until)
{
    leitong_error error = {0};
    unsigned long long last = 0;
    uint64_t looks = 0;
    leitong_index *index = NULL;
    for (; now() < until; looks++) {
        int code = index != NULL ? 0 : leitong_index_open(folder, &index, &error);
        if (code == 0) {
            code = look(index, &last, &error);
        }
        if (code != 0) {
            fprintf(stderr, "reader: %d, %s: %s\n", code, error.path, error.message);
            _exit(1);
        }
        if (looks % 16 == 15) { /* opening verifies the pages while the writer is at work */
            leitong_index_close(index);
            index = NULL;
        }
    }
    leitong_index_close(index);
    _exit(looks > 0 ? 0 : 2);
}

static void readers_see_committed_states(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    double until = now() + (getenv("LEITONG_LONG") != NULL ? 300.0 : 2.0);
    pid_t readers[8];
    model m = {.seed = 47};
    uint64_t version = 1;
    model_folder(folder, "readers");
    create(folder);
    if (getenv("LEITONG_ONE_PROCESSOR") != NULL) { /* sleep comes at any instruction, also inside LMDB's begin */
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(0, &one);
        assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    }
    for (unsigned i = 0; i < 8; i++) {
        readers[i] = fork();
        if (readers[i] == 0) {
            read_on(folder, until);
        }
    }
    leitong_index *index = NULL;
    assert_int_equal(leitong_index_open(folder, &index, &error), 0);
    while (now() < until) {
        if (turn(index, &m, version++, &error) != 0) {
            fail_msg("%s: %s", error.path, error.message);
        }
        if (version % 8 == 0) {
            assert_int_equal(leitong_index_compact(index, &error), 0);
        }
    }
    leitong_index_close(index);
    for (unsigned i = 0; i < 8; i++) {
        int status = 0;
        assert_int_equal(waitpid(readers[i], &status, 0), readers[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    printf("%llu states\n", (unsigned long long)version);
    model_remove(folder);
}

/* The same with threads of one process, which share the handle. */
typedef struct shared {
    leitong_index *index;
    double until;
} shared;

static void *thread_read(void *context)
{
    shared *s = context;
    leitong_error error = {0};
    unsigned long long last = 0;
    int code = 0;
    while (code == 0 && now() < s->until) {
        code = look(s->index, &last, &error);
    }
    return code == 0 ? NULL : context;
}

static void threads_share_a_handle(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    pthread_t threads[4];
    model m = {.seed = 53};
    shared s = {NULL, now() + 1.0};
    model_folder(folder, "readers");
    create(folder);
    assert_int_equal(leitong_index_open(folder, &s.index, &error), 0);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, thread_read, &s), 0);
    }
    for (uint64_t version = 1; now() < s.until; version++) {
        assert_int_equal(turn(s.index, &m, version, &error), 0);
    }
    for (unsigned i = 0; i < 4; i++) {
        void *failed = NULL;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    leitong_index_close(s.index);
    model_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_acknowledged_is_lost),
        cmocka_unit_test(a_killed_writer_blocks_nobody),
        cmocka_unit_test(readers_see_committed_states),
        cmocka_unit_test(threads_share_a_handle),
    };
    return cmocka_run_group_tests_name("index_crash", tests, NULL, NULL);
}
