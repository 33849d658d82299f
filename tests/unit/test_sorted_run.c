#include "test.h"

#include "base/sorted_run.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The system's calls as this program's code sees them. */
static off_t flip_at = -1;     /* the byte at this offset of a file is written wrong */
static bool no_room;           /* the disk is said to be full */
static uint64_t bytes_written; /* in all */

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
    ssize_t written = syscall(SYS_pwrite64, file, bytes, size, offset);
    if (flip_at >= offset && flip_at < offset + written) {
        uint8_t wrong = ((const uint8_t *)bytes)[flip_at - offset] ^ 0x10;
        syscall(SYS_pwrite64, file, &wrong, 1, flip_at);
    }
    bytes_written += written > 0 ? (uint64_t)written : 0;
    return written;
}

int fstatvfs(int file, struct statvfs *ret_room)
{
    (void)file;
    *ret_room = (struct statvfs){.f_frsize = 4096, .f_blocks = 1U << 30, .f_bavail = no_room ? 10 : 1U << 30};
    return 0;
}

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/leitong-test-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* fails when something was left behind */
}

static int compare_u64(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return *a < *b ? -1 : *a > *b;
}

static int compare_records(const void *left, const void *right)
{
    const lt_record *a = left;
    const lt_record *b = right;
    int by_key = compare_u64(&a->key, &b->key);
    return by_key != 0 ? by_key : compare_u64(&a->value, &b->value);
}

/* What a lane should hold. */
typedef struct model {
    unsigned char *bytes;
    size_t count;
} model;

typedef struct test_shape {
    unsigned lanes;
    unsigned record_size;
    uint64_t memory;
    size_t records;
    size_t piece;  /* most records of one call */
    uint64_t mask; /* of keys and values: a narrow one makes repetitions */
    int skew;      /* 0: lanes at random; 1: most into one; 2: lane after lane; 3: only even lanes */
} test_shape;

static unsigned choose_lane(const test_shape *shape, size_t done, uint64_t *random)
{
    switch (shape->skew) {
    case 1:
        return test_random(random) % 10 != 0 ? shape->lanes / 2 : (unsigned)(test_random(random) % shape->lanes);
    case 2:
        return (unsigned)((uint64_t)done * shape->lanes / shape->records);
    case 3:
        return (unsigned)(test_random(random) % shape->lanes) & ~1U;
    default:
        return (unsigned)(test_random(random) % shape->lanes);
    }
}

static lt_sorted_run *new_run(const test_shape *shape)
{
    lt_sorted_run *run = NULL;
    lt_sorted_run_options options = {shape->lanes, shape->record_size, shape->memory,
                                     shape->memory > 0 ? folder : NULL};
    assert_int_equal(lt_sorted_run_new(&options, &run, NULL), 0);
    return run;
}

static void fill(lt_sorted_run *run, const test_shape *shape, model *models, uint64_t *random)
{
    size_t words = shape->record_size / 8;
    uint64_t *piece = malloc(shape->piece * shape->record_size);
    assert_non_null(piece);
    for (size_t done = 0; done < shape->records;) {
        size_t count = test_random(random) % shape->piece + 1;
        count = count < shape->records - done ? count : shape->records - done;
        unsigned lane = choose_lane(shape, done, random);
        for (size_t i = 0; i < count * words; i++) {
            piece[i] = test_random(random) & shape->mask;
        }
        assert_int_equal(lt_sorted_run_append(run, lane, piece, count, NULL), 0);
        model *to = &models[lane];
        to->bytes = realloc(to->bytes, (to->count + count) * shape->record_size);
        assert_non_null(to->bytes);
        memcpy(to->bytes + to->count * shape->record_size, piece, count * shape->record_size);
        to->count += count;
        done += count;
    }
    free(piece);
}

static void check_lane(lt_sorted_run *run, unsigned lane, unsigned record_size, model *expected)
{
    assert_int_equal(lt_sorted_run_count(run, lane), expected->count);
    if (expected->count > 0) {
        qsort(expected->bytes, expected->count, record_size, record_size == 8 ? compare_u64 : compare_records);
    }
    lt_sorted_run_reader *reader = NULL;
    assert_int_equal(lt_sorted_run_reader_new(run, lane, &reader, NULL), 0);
    size_t read = 0;
    for (;;) {
        const void *records = NULL;
        size_t count = 0;
        assert_int_equal(lt_sorted_run_reader_next(reader, &records, &count, NULL), 0);
        if (count == 0) {
            break;
        }
        assert_true(count <= expected->count - read);
        assert_memory_equal(records, expected->bytes + read * record_size, count * record_size);
        read += count;
    }
    assert_int_equal(read, expected->count);
    const void *records;
    size_t count = 1;
    assert_int_equal(lt_sorted_run_reader_next(reader, &records, &count, NULL), 0); /* the end stays the end */
    assert_int_equal(count, 0);
    lt_sorted_run_reader_free(reader);
    leitong_error error;
    assert_int_equal(lt_sorted_run_reader_new(run, lane, &reader, &error), LEITONG_EUSAGE);
    free(expected->bytes);
}

static unsigned open_files(void)
{
    DIR *listing = opendir("/proc/self/fd");
    assert_non_null(listing);
    unsigned entries = 0;
    while (readdir(listing) != NULL) {
        entries++;
    }
    closedir(listing);
    return entries;
}

static void check_shape(const test_shape *shape, uint64_t *random)
{
    model *models = calloc(shape->lanes, sizeof *models);
    assert_non_null(models);
    unsigned files = open_files();
    lt_sorted_run *run = new_run(shape);
    fill(run, shape, models, random);
    unsigned spills = open_files() - files;
    uint64_t bytes = (uint64_t)shape->records * shape->record_size;
    if (shape->memory == 0) {
        assert_int_equal(spills, 0);
    } else if (bytes > shape->memory) {
        assert_true(spills > 0);
    }
    assert_true(spills < 4 * 64);                     /* levels × fan */
    for (unsigned lane = shape->lanes; lane-- > 0;) { /* any order will do */
        check_lane(run, lane, shape->record_size, &models[lane]);
    }
    lt_sorted_run_free(run);
    assert_int_equal(open_files(), files); /* nothing is left open */
    free(models);
}

static void lanes_come_out_as_qsort_orders_them(void **state)
{
    (void)state;
    uint64_t random = test_seed(12);
    static const test_shape shapes[] = {
        {17, 8, 0, 100000, 50, UINT64_MAX, 0},
        {17, 16, 0, 100000, 50, UINT64_MAX, 1},
        {1, 8, 0, 200000, 1000, 0xFFFF, 0},
        {3, 16, 0, 0, 1, UINT64_MAX, 0},
        {17, 8, 100000, 100000, 50, UINT64_MAX, 0},
        {17, 16, 100000, 100000, 50, UINT64_MAX, 1},
        {300, 16, 300000, 100000, 20, 7, 3},
        {5, 8, 50000, 100000, 30000, UINT64_MAX, 2},
        {1, 16, 1, 3000, 10, 0xFF, 0},
        {4, 8, 1, 5000, 3, 1, 0}, /* a spill a record: merges of merges */
        {2, 16, 1000000, 200000, 100000, 0xFFFFF, 1},
        {40, 8, 4000000, 100000, 100, UINT64_MAX, 0}, /* fits: none */
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        check_shape(&shapes[i], &random);
    }
    for (int i = 0; i < TEST_ROUNDS(40, 10); i++) {
        test_shape shape = {(unsigned)(test_random(&random) % 60) + 1,
                            test_random(&random) % 2 == 0 ? 8 : 16,
                            test_random(&random) % 4 == 0 ? 0 : 1U << (test_random(&random) % 12 + 8),
                            test_random(&random) % 20000,
                            test_random(&random) % 2000 + 1,
                            UINT64_MAX >> (test_random(&random) % 64),
                            (int)(test_random(&random) % 4)};
        check_shape(&shape, &random);
    }
}

typedef struct lane_reading {
    lt_sorted_run *run;
    unsigned lane;
    unsigned record_size;
    model *expected;
} lane_reading;

static void *read_lane(void *argument)
{
    lane_reading *reading = argument;
    check_lane(reading->run, reading->lane, reading->record_size, reading->expected);
    return NULL;
}

static void lanes_can_be_read_at_the_same_time(void **state)
{
    (void)state;
    uint64_t random = test_seed(13);
    enum { lanes = 8 };
    const test_shape shape = {lanes, 16, 200000, 80000, 100, UINT64_MAX, 0};
    model models[lanes] = {{0}};
    lt_sorted_run *run = new_run(&shape);
    fill(run, &shape, models, &random);
    pthread_t threads[lanes];
    lane_reading readings[lanes];
    for (unsigned i = 0; i < lanes; i++) {
        readings[i] = (lane_reading){run, i, shape.record_size, &models[i]};
        assert_int_equal(pthread_create(&threads[i], NULL, read_lane, &readings[i]), 0);
    }
    for (unsigned i = 0; i < lanes; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    lt_sorted_run_free(run);
}

/* The descriptor of the only nameless file of our folder. */
static int nameless_file(void)
{
    for (int file = 3; file < 100; file++) {
        char link[64], target[256];
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        ssize_t size = readlink(link, target, sizeof target - 1);
        if (size > 0 && strncmp(target, folder, strlen(folder)) == 0) {
            return file;
        }
    }
    return -1;
}

/* Reads every lane; the first code that isn't 0. */
static int read_all(lt_sorted_run *run, unsigned lanes, leitong_error *error)
{
    int code = 0;
    for (unsigned lane = 0; lane < lanes && code == 0; lane++) {
        lt_sorted_run_reader *reader = NULL;
        code = lt_sorted_run_reader_new(run, lane, &reader, error);
        size_t count = 1;
        while (code == 0 && count > 0) {
            const void *records;
            code = lt_sorted_run_reader_next(reader, &records, &count, error);
        }
        lt_sorted_run_reader_free(reader);
    }
    return code;
}

/* One byte of the blocks is changed, anywhere: header or records. Reading says so, and where. */
static void check_damage(off_t back, uint64_t *random)
{
    const test_shape shape = {3,   16,         100000, 5500,
                              100, UINT64_MAX, 0}; /* one spill of about 85 kB, the rest in memory */
    model models[3] = {{0}};
    lt_sorted_run *run = new_run(&shape);
    fill(run, &shape, models, random);
    int file = nameless_file();
    assert_true(file >= 0);
    off_t size = lseek(file, 0, SEEK_END);
    assert_true(size > 50000);
    off_t at = 32 + (off_t)(test_random(random) % (uint64_t)(size - 32 - 32 - 16 * 24)); /* within the blocks */
    at = back >= 0 ? back : at;
    uint8_t byte;
    assert_int_equal(pread(file, &byte, 1, at), 1);
    byte ^= (uint8_t)(1U << (test_random(random) % 8));
    assert_int_equal(pwrite(file, &byte, 1, at), 1);
    leitong_error error = {0};
    assert_int_equal(read_all(run, 3, &error), LEITONG_EDAMAGED);
    assert_string_equal(error.path, folder);
    assert_true(error.offset <= (uint64_t)at && error.offset + 65536 > (uint64_t)at);
    assert_non_null(strstr(error.message, "block"));
    lt_sorted_run_free(run);
    for (int i = 0; i < 3; i++) {
        free(models[i].bytes);
    }
}

static void a_damaged_block_is_noticed_and_named(void **state)
{
    (void)state;
    uint64_t random = test_seed(14);
    for (int i = 0; i < 16; i++) {
        check_damage(32 + i, &random); /* the first block's header */
    }
    for (int i = 0; i < 200; i++) {
        check_damage(-1, &random);
    }
}

static void a_file_cut_short_is_noticed(void **state)
{
    (void)state;
    uint64_t random = test_seed(15);
    const test_shape shape = {1, 8, 100000, 20000, 100, UINT64_MAX, 0};
    model models[1] = {{0}};
    lt_sorted_run *run = new_run(&shape);
    fill(run, &shape, models, &random);
    assert_int_equal(ftruncate(nameless_file(), 5000), 0);
    leitong_error error = {0};
    assert_int_equal(read_all(run, 1, &error), LEITONG_EDAMAGED);
    assert_int_equal(error.offset, 5000);
    lt_sorted_run_free(run);
    free(models[0].bytes);
}

/* RLIMIT_FSIZE stands in for a full disk. */
static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {20000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    const test_shape shape = {3, 8, 100000, 0, 1, UINT64_MAX, 0};
    lt_sorted_run *run = new_run(&shape);
    unsigned files = open_files();
    uint64_t records[100] = {0};
    leitong_error error;
    int code = 0;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; i < 1000 && code == 0; i++) {
        code = lt_sorted_run_append(run, (unsigned)i % 3, records, 100, &error);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(code, LEITONG_ESYSTEM);
    assert_string_equal(error.path, folder);
    assert_non_null(strstr(error.message, "--tmpdir"));
    assert_int_equal(open_files(), files);
    lt_sorted_run_free(run);
}

/* 80,000 bytes: 5,000 records of one lane with as much scratch; of eight even lanes 8/9 of it. */
static void memory_is_used_up_and_not_exceeded(void **state)
{
    (void)state;
    const test_shape shape = {8, 8, 80000, 0, 1, UINT64_MAX, 0};
    lt_sorted_run *run = new_run(&shape);
    unsigned files = open_files();
    uint64_t record = 0;
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(lt_sorted_run_append(run, 0, &record, 1, NULL), 0);
    }
    assert_int_equal(open_files(), files);
    assert_int_equal(lt_sorted_run_append(run, 0, &record, 1, NULL), 0);
    assert_int_equal(open_files(), files + 1);
    for (unsigned i = 1; i < 8 * 1111; i++) {
        assert_int_equal(lt_sorted_run_append(run, i % 8, &record, 1, NULL), 0);
    }
    assert_int_equal(open_files(), files + 1);
    for (unsigned i = 0; i < 8; i++) {
        assert_int_equal(lt_sorted_run_append(run, i % 8, &record, 1, NULL), 0);
    }
    assert_int_equal(open_files(), files + 2);
    lt_sorted_run_free(run);
}

/* The size of the first spill's file, then the code when the byte at `at` of it (none: −1) is written wrong. */
static int spill_once(off_t at, off_t *ret_size, leitong_error *error)
{
    const test_shape shape = {3, 8, 60000, 0, 1, UINT64_MAX, 0};
    lt_sorted_run *run = new_run(&shape);
    uint64_t random = 17;
    int code = 0;
    flip_at = at;
    bytes_written = 0;
    while (code == 0 && bytes_written == 0) {
        uint64_t records[20];
        for (int i = 0; i < 20; i++) {
            records[i] = test_random(&random);
        }
        code = lt_sorted_run_append(run, (unsigned)(test_random(&random) % 3), records, 20, error);
    }
    flip_at = -1;
    if (ret_size != NULL) {
        *ret_size = lseek(nameless_file(), 0, SEEK_END);
    }
    lt_sorted_run_free(run);
    return code;
}

/* Whatever is not a block is read again as soon as it is written. */
static void a_damaged_frame_is_noticed_at_once(void **state)
{
    (void)state;
    off_t size = 0;
    assert_int_equal(spill_once(-1, &size, NULL), 0);
    const off_t entries = 16 * 3 * 5; /* three lanes of about 15 kB in blocks of 4 kB */
    leitong_error error = {0};
    for (off_t at = 0; at < size; at++) {
        at = at == 32 ? size - 32 - entries / 2 : at;
        assert_int_equal(spill_once(at, NULL, &error), LEITONG_EDAMAGED);
        assert_string_equal(error.path, folder);
        assert_true(error.offset <= (uint64_t)at);
    }
}

static void room_is_asked_for_before_a_spill(void **state)
{
    (void)state;
    const test_shape shape = {3, 8, 200000, 0, 1, UINT64_MAX, 0};
    lt_sorted_run *run = new_run(&shape);
    uint64_t records[100] = {0};
    leitong_error error;
    int code = 0;
    no_room = true;
    bytes_written = 0;
    for (int i = 0; i < 1000 && code == 0; i++) {
        code = lt_sorted_run_append(run, (unsigned)i % 3, records, 100, &error);
    }
    no_room = false;
    assert_int_equal(code, LEITONG_ESYSTEM);
    assert_int_equal(bytes_written, 0);
    assert_string_equal(error.path, folder);
    assert_non_null(strstr(error.message, "40960 free"));
    lt_sorted_run_free(run);
}

static void wrong_options_are_refused(void **state)
{
    (void)state;
    const lt_sorted_run_options wrong[] = {{0, 8, 0, NULL}, {1, 12, 0, NULL}, {1, 8, 1000, NULL}};
    for (int i = 0; i < 3; i++) {
        lt_sorted_run *run = NULL;
        leitong_error error;
        assert_int_equal(lt_sorted_run_new(&wrong[i], &run, &error), LEITONG_EUSAGE);
        assert_null(run);
    }
    const lt_sorted_run_options nowhere = {1, 8, 100, "/nowhere/at/all"};
    lt_sorted_run *run = NULL;
    assert_int_equal(lt_sorted_run_new(&nowhere, &run, NULL), 0);
    const uint64_t records[100] = {0};
    leitong_error error;
    assert_int_equal(lt_sorted_run_append(run, 0, records, 100, &error), LEITONG_ESYSTEM);
    assert_string_equal(error.path, "/nowhere/at/all");
    lt_sorted_run_free(run);
    lt_sorted_run_free(NULL);
    lt_sorted_run_reader_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_come_out_as_qsort_orders_them),
        cmocka_unit_test(lanes_can_be_read_at_the_same_time),
        cmocka_unit_test(a_damaged_block_is_noticed_and_named),
        cmocka_unit_test(a_file_cut_short_is_noticed),
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(memory_is_used_up_and_not_exceeded),
        cmocka_unit_test(a_damaged_frame_is_noticed_at_once),
        cmocka_unit_test(room_is_asked_for_before_a_spill),
        cmocka_unit_test(wrong_options_are_refused),
    };
    return cmocka_run_group_tests_name("run", tests, make_folder, remove_folder);
}
