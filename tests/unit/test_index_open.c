/* Openers of one index at once, some of which fail or die halfway: everybody else reads and adds, and nothing is lost.
 * Where one waits for another, /proc/locks says that he does: no time decides. */
#include "index_model.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

/* MDB_txninfo: magic and format (4 bytes each), a mutex, then the number of the last commit, a size_t. */
#define LAST_COMMIT (8 + (off_t)sizeof(pthread_mutex_t))
#define OPENERS 8U

#if TEST_ADDRESS_SANITIZER || TEST_THREAD_SANITIZER
#define ROUNDS 20U
#define FEW_ADDRESSES 0 /* a sanitizer needs them all; the thread sanitizer refuses large maps of itself */
#else
#define ROUNDS 60U
#define FEW_ADDRESSES 1
#endif

static void must(int code, const leitong_error *error)
{
    if (code != 0) {
        fail_msg("%d: %s: %s", code, error->path, error->message);
    }
}

/* An index with a few commits, open nowhere. */
static void create(char folder[64], model *m)
{
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    model_folder(folder, "open");
    must(leitong_index_create(folder, &options, &error), &error);
    must(leitong_index_open(folder, &index, &error), &error);
    model next = *m;
    for (uint64_t version = 1; version < 4; version++) {
        for (unsigned i = 0; i < MODEL_DOCUMENTS; i++) {
            next.versions[i] = version;
        }
        must(model_apply(index, m, &next, &error), &error);
        *m = next;
    }
    leitong_index_close(index);
}

/* All is there, another change is made, and that is there, too, for who opens the index anew. */
static void works(const char *folder, model *m)
{
    leitong_error error = {0};
    leitong_index *index = NULL;
    bool same = false;
    must(leitong_index_open(folder, &index, &error), &error);
    must(model_compare(index, m, &same, &error), &error);
    assert_true(same);
    model next = *m;
    next.versions[0] += 1000;
    must(model_apply(index, m, &next, &error), &error);
    *m = next;
    leitong_index_close(index);
    must(leitong_index_open(folder, &index, &error), &error);
    must(model_compare(index, m, &same, &error), &error);
    assert_true(same);
    must(leitong_index_check(index, 1, NULL, NULL, &error), &error);
    leitong_index_close(index);
}

static int open_in(const char *folder, const char *name, int flags)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return open(path, flags | O_CLOEXEC);
}

/* Whether, within a minute, somebody waits for a lock on the file. */
static bool is_awaited(int file)
{
    struct stat status;
    char wanted[32];
    if (fstat(file, &status) != 0) {
        return false;
    }
    snprintf(wanted, sizeof wanted, ":%llu ", (unsigned long long)status.st_ino);
    for (unsigned i = 0; i < 12000; i++) {
        char line[256];
        FILE *locks = fopen("/proc/locks", "re");
        while (locks != NULL && fgets(line, sizeof line, locks) != NULL) {
            if (strstr(line, "->") != NULL && strstr(line, wanted) != NULL) {
                fclose(locks);
                return true;
            }
        }
        if (locks != NULL) {
            fclose(locks);
        }
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    return false;
}

static bool forget_commits(int lock)
{
    static const size_t none = 0;
    size_t number = 0;
    return pread(lock, &number, sizeof number, LAST_COMMIT) == sizeof number && number >= 3 &&
           pwrite(lock, &none, sizeof none, LAST_COMMIT) == sizeof none;
}

/* Ends, as if killed, in the midst of opening: as LMDB's first opener, before the number of the last commit is there.
 */
static void die_within_lmdb(const char *folder, int ready)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    int lock = open_in(folder, "lock.mdb", O_RDWR);
    if (lock < 0 || fcntl(lock, F_SETLK, &whole) != 0 || !forget_commits(lock) || write(ready, "r", 1) != 1) {
        _exit(2);
    }
    _exit(is_awaited(lock) ? 0 : 1);
}

/* The same, before it comes to LMDB. */
static void die_before_lmdb(const char *folder, int ready)
{
    int data = open_in(folder, "data.mdb", O_RDONLY);
    if (data < 0 || flock(data, LOCK_EX) != 0 || write(ready, "r", 1) != 1) {
        _exit(2);
    }
    _exit(is_awaited(data) ? 0 : 1);
}

static void open_behind(void (*die)(const char *, int))
{
    char folder[64];
    char ready = 0;
    int ends[2];
    int status = 0;
    model m = {.seed = 71};
    create(folder, &m);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        die(folder, ends[1]);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &ready, 1), 1);
    close(ends[0]);
    works(folder, &m);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    model_remove(folder);
}

static void an_opener_dies_within_lmdb(void **state)
{
    (void)state;
    open_behind(die_within_lmdb);
}

static void an_opener_dies_before_lmdb(void **state)
{
    (void)state;
    open_behind(die_before_lmdb);
}

static void on_signal(int number)
{
    (void)number;
}

static void open_until_signal(const char *folder)
{
    struct sigaction action = {.sa_handler = on_signal};
    leitong_index *index = NULL;
    _exit(sigaction(SIGUSR1, &action, NULL) == 0 && leitong_index_open(folder, &index, NULL) == LEITONG_ECANCELLED ? 0
                                                                                                                   : 1);
}

static void a_signal_ends_the_waiting(void **state)
{
    (void)state;
    char folder[64];
    model m = {.seed = 72};
    create(folder, &m);
    for (unsigned within = 0; within < 2; within++) {
        struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
        int status = 0;
        int file = open_in(folder, within ? "lock.mdb" : "data.mdb", O_RDWR);
        assert_true(file >= 0);
        assert_int_equal(within ? fcntl(file, F_SETLK, &whole) : flock(file, LOCK_EX), 0);
        pid_t child = fork();
        if (child == 0) {
            close(file);
            open_until_signal(folder);
        }
        bool awaited = is_awaited(file);
        assert_int_equal(kill(child, awaited ? SIGUSR1 : SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        close(file);
        assert_true(awaited);
        assert_int_equal(status, 0);
    }
    works(folder, &m);
    model_remove(folder);
}

/* An index takes the place of the one that is being opened: LMDB must not be given what nobody has verified. */
static void an_index_takes_anothers_place(void **state)
{
    (void)state;
    char folder[64];
    char other[64];
    char from[96];
    char to[96];
    char ready = 0;
    int ends[2];
    int status = 0;
    leitong_error error = {0};
    leitong_index *index = NULL;
    model m = {.seed = 74};
    model n = {.seed = 75};
    create(folder, &m);
    create(other, &n);
    snprintf(from, sizeof from, "%s/data.mdb", other);
    snprintf(to, sizeof to, "%s/data.mdb", folder);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        int data = open_in(folder, "data.mdb", O_RDONLY);
        if (data < 0 || flock(data, LOCK_EX) != 0 || write(ends[1], "r", 1) != 1) {
            _exit(2);
        }
        _exit(is_awaited(data) && rename(from, to) == 0 ? 0 : 1);
    }
    assert_int_equal(read(ends[0], &ready, 1), 1);
    close(ends[0]);
    close(ends[1]);
    assert_int_equal(leitong_index_open(folder, &index, &error), LEITONG_ESYSTEM);
    assert_non_null(strstr(error.message, "another file"));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    works(folder, &n);
    model_remove(folder);
    model_remove(other);
}

/* A program that waits for nobody makes lock.mdb anew while a writer is at work: it is told, and loses nothing. */
static void nobody_writes_over_what_is_there(void **state)
{
    (void)state;
    char folder[64];
    int status = 0;
    leitong_error error = {0};
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index *index = NULL;
    leitong_index_change *change = NULL;
    model m = {.seed = 73};
    bool same = false;
    static model_text text;
    create(folder, &m);
    must(leitong_index_open(folder, &index, &error), &error);
    must(leitong_index_change_begin(index, &options, &change, &error), &error);
    model_make(&m, 0, 99, &text);
    leitong_document document = model_document(&text);
    must(leitong_index_change_add(change, &document, &error), &error);
    pid_t child = fork();
    if (child == 0) {
        _exit(forget_commits(open_in(folder, "lock.mdb", O_RDWR)) ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(leitong_index_change_commit(change, NULL, &error), LEITONG_ESYSTEM);
    assert_non_null(strstr(error.message, "lock.mdb"));
    leitong_index_change_end(change);
    assert_int_equal(model_compare(index, &m, &same, &error), LEITONG_ESYSTEM);
    assert_non_null(strstr(error.message, "lock.mdb"));
    leitong_index_close(index);
    works(folder, &m);
    model_remove(folder);
}

/* ---- many at once ---- */

static void make_document(unsigned opener, unsigned round, model_text *text)
{
    static const model m = {.seed = 79};
    model_make(&m, opener, round, text);
    snprintf(text->id, sizeof text->id, "opener/%u/%u", opener, round);
}

static int add_document(leitong_index *index, unsigned opener, unsigned round, leitong_error *error)
{
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *change = NULL;
    static model_text text;
    options.jobs = 1;
    make_document(opener, round, &text);
    leitong_document document = model_document(&text);
    int code;
    LT_TRY(leitong_index_change_begin(index, &options, &change, error));
    LT_TRY_GOTO(done, leitong_index_change_add(change, &document, error));
    LT_TRY_GOTO(done, leitong_index_change_commit(change, NULL, error));
done:
    leitong_index_change_end(change);
    return code;
}

/* What the rounds before added is there, whole. */
typedef struct found {
    unsigned before; /* rounds */
    unsigned documents;
    bool same;
} found;

static int on_document(void *context, const leitong_index_document *document)
{
    found *f = context;
    unsigned opener = 0;
    unsigned round = 0;
    uint64_t hash[2];
    static model_text text;
    if (sscanf(document->id, "opener/%u/%u", &opener, &round) != 2) {
        f->same = false;
        return 0;
    }
    f->documents += round < f->before;
    make_document(opener, round, &text);
    lt_hash_128(text.bytes, text.size, hash);
    f->same = f->same && hash[0] == document->hash[0] && hash[1] == document->hash[1];
    return 0;
}

/* Waits for the others, opens, reads, and now and then adds. */
static void open_once(const char *folder, unsigned opener, unsigned round, int start)
{
    leitong_error error = {0};
    leitong_index *index = NULL;
    found f = {round, 0, true};
    char byte;
    if (FEW_ADDRESSES && opener % 2 == 0) { /* so that LMDB's first tries fail */
        struct rlimit few = {(rlim_t)6 << 30, (rlim_t)6 << 30};
        if (setrlimit(RLIMIT_AS, &few) != 0) {
            _exit(2);
        }
    }
    (void)!read(start, &byte, 1); /* until its end */
    int code;
    LT_TRY_GOTO(done, leitong_index_open(folder, &index, &error));
    LT_TRY_GOTO(done, leitong_index_list(index, on_document, &f, &error));
    LT_TRY_GOTO(done, add_document(index, opener, round, &error));
done:
    if (code != 0) {
        fprintf(stderr, "opener %u, round %u: %d: %s: %s\n", opener, round, code, error.path, error.message);
    }
    leitong_index_close(index);
    _exit(code == 0 && f.same && f.documents == round * OPENERS ? 0 : 1);
}

static void many_open_at_once(void **state)
{
    (void)state;
    char folder[64];
    leitong_error error = {0};
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    leitong_index *index = NULL;
    pid_t openers[OPENERS];
    found f = {ROUNDS, 0, true};
    model_folder(folder, "open");
    must(leitong_index_create(folder, &options, &error), &error);
    for (unsigned round = 0; round < ROUNDS; round++) { /* in each nobody has the index open at first */
        int ends[2];
        unsigned failed = 0;
        assert_int_equal(pipe(ends), 0);
        for (unsigned i = 0; i < OPENERS; i++) {
            openers[i] = fork();
            if (openers[i] == 0) {
                close(ends[1]);
                open_once(folder, i, round, ends[0]);
            }
        }
        close(ends[0]);
        close(ends[1]);
        for (unsigned i = 0; i < OPENERS; i++) {
            int status = 0;
            assert_int_equal(waitpid(openers[i], &status, 0), openers[i]);
            failed += status != 0;
        }
        assert_int_equal(failed, 0);
    }
    must(leitong_index_open(folder, &index, &error), &error);
    must(leitong_index_list(index, on_document, &f, &error), &error);
    must(leitong_index_check(index, 1, NULL, NULL, &error), &error);
    leitong_index_close(index);
    assert_true(f.same);
    assert_int_equal(f.documents, ROUNDS * OPENERS);
    model_remove(folder);
}

/* Of two threads of a process one has the index; the other is told so. */
typedef struct opening {
    const char *folder;
    pthread_barrier_t *barrier;
    leitong_index *index;
    int code;
} opening;

static void *thread_open(void *context)
{
    opening *o = context;
    pthread_barrier_wait(o->barrier);
    o->code = leitong_index_open(o->folder, &o->index, NULL);
    return NULL;
}

static void threads_open_at_once(void **state)
{
    (void)state;
    char folder[64];
    model m = {.seed = 83};
    pthread_barrier_t barrier;
    create(folder, &m);
    assert_int_equal(pthread_barrier_init(&barrier, NULL, 2), 0);
    for (unsigned round = 0; round < 200; round++) {
        opening openings[2] = {{folder, &barrier, NULL, 0}, {folder, &barrier, NULL, 0}};
        pthread_t threads[2];
        for (unsigned i = 0; i < 2; i++) {
            assert_int_equal(pthread_create(&threads[i], NULL, thread_open, &openings[i]), 0);
        }
        for (unsigned i = 0; i < 2; i++) {
            assert_int_equal(pthread_join(threads[i], NULL), 0);
        }
        for (unsigned i = 0; i < 2; i++) {
            leitong_index_close(openings[i].index);
        }
        unsigned first = openings[0].code != 0;
        assert_int_equal(openings[first].code, 0);
        assert_int_equal(openings[!first].code, LEITONG_EUSAGE);
    }
    pthread_barrier_destroy(&barrier);
    works(folder, &m);
    model_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opener_dies_within_lmdb),
        cmocka_unit_test(an_opener_dies_before_lmdb),
        cmocka_unit_test(a_signal_ends_the_waiting),
        cmocka_unit_test(an_index_takes_anothers_place),
        cmocka_unit_test(nobody_writes_over_what_is_there),
        cmocka_unit_test(many_open_at_once),
        cmocka_unit_test(threads_open_at_once),
    };
    return cmocka_run_group_tests_name("index_open", tests, NULL, NULL);
}
