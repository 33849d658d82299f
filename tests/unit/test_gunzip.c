/* gunzip: what zlib had decoded before a file was cut off is handed out, whatever the size of the pieces asked for. */
#include "test.h"

#include "input/gunzip.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { SIZE = 5000, TRAILER = 8 };

/* One gzip member of a single letter, over and over: matches that a small piece leaves within zlib. */
static size_t pack(uint8_t *packed, size_t capacity)
{
    static uint8_t text[SIZE];
    z_stream deflater = {0};
    memset(text, 'a', SIZE);
    assert_int_equal(deflateInit2(&deflater, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    deflater.next_in = text;
    deflater.avail_in = SIZE;
    deflater.next_out = packed;
    deflater.avail_out = (uInt)capacity;
    assert_int_equal(deflate(&deflater, Z_FINISH), Z_STREAM_END);
    deflateEnd(&deflater);
    return capacity - deflater.avail_out;
}

/* Bytes that come out, `piece` at a time, before the fault that a cut file must be. */
static size_t read_cut(const uint8_t *packed, size_t size, size_t piece)
{
    static uint8_t out[SIZE + 1];
    lt_disk disk = {0};
    lt_gunzip *gunzip = NULL;
    leitong_error error = {0};
    size_t all = 0;
    size_t got = 0;
    int code = 0;
    int file = memfd_create("gz", MFD_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(write(file, packed, size), size);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    assert_int_equal(lt_disk_open(&disk, "cut.gz", file, &error), 0);
    assert_int_equal(lt_gunzip_new(&disk, &gunzip, &error), 0);
    while ((code = lt_gunzip_read(gunzip, out, piece, &got, &error)) == 0) {
        assert_in_range(got, 1, piece);
        all += got;
    }
    assert_int_equal(code, LEITONG_EINPUT);
    assert_non_null(strstr(error.message, "cut off"));
    lt_gunzip_free(gunzip);
    lt_disk_clear(&disk);
    close(file);
    return all;
}

static void a_cut_file_gives_the_same_in_any_pieces(void **state)
{
    uint8_t packed[512];
    size_t size = pack(packed, sizeof packed);
    (void)state;
    assert_int_equal(read_cut(packed, size - TRAILER, 1), SIZE);
    for (size_t cut = 11; cut < size; cut++) {
        size_t whole = read_cut(packed, cut, SIZE + 1);
        assert_int_equal(read_cut(packed, cut, 1), whole);
        assert_int_equal(read_cut(packed, cut, 100), whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_cut_file_gives_the_same_in_any_pieces)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
