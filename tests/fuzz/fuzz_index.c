/* fuzz_index: an index whose data file was changed gives the right answer or is refused as damaged.
 *
 * An index of a few documents is made once; its file's bytes are changed as the input says, and everything is asked.
 * Byte 0: bit 0: hashes of the changed blocks are put right, so that what is behind them is reached: then the answers
 * may be any. Bit 1: the file is cut, too. Bits 2–3 both 0: what was answered rightly is also written to. Then, again
 * and again: 3 bytes, where (little endian, modulo the file's size); 1 byte, how many less one (modulo 16); those. */
#include "base/hash.h"
#include "engine/index_handle.h"
#include "engine/index_portion.h"
#include "fuzz.h"
#include "leitong/leitong.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { DOCUMENTS = 4, BLOCKS = 512 };

/* Of the documents, and of the one that takes the third's place; the fourth is removed. */
static const char *const texts[] = {
    "今年以来，全市上下坚持稳中求进，经济运行总体平稳，各项工作取得新的成绩。\nIn the year of 2021 we built 12 "
    "schools.\n完\n",
    "今年以来，全市上下坚持稳中求进，经济运行总体平稳，各项工作取得新的进展。\nIn the year of 2022 we built 15 "
    "schools.\n",
    "河水清清，两岸的柳树已经绿了，孩子们在堤上放风筝，老人坐在石凳上说着从前的事。\n",
    "the quick brown fox jumps over the lazy dog and runs into the wide green forest\n",
    "河水清清，两岸的柳树已经绿了，孩子们在堤上放风筝，老人坐在石凳上说着从前的事。\n第二段。\n"};

typedef struct block {
    size_t begin, size;
} block;

static struct {
    char folder[64], data[96];
    uint8_t *bytes, *changed;
    size_t size;
    block blocks[BLOCKS];
    size_t block_count;
    uint64_t keys[1024], seeds[1024];
    size_t key_count, seed_count;
    uint64_t expected;
} image;

static int on_skip(void *context, const leitong_skip *skip)
{
    (void)context;
    (void)skip;
    return 1;
}

static void remove_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", image.folder);
    (void)!system(command); /* NOLINT: the name is ours */
}

static leitong_document make_document(unsigned number, const char *text)
{
    static char id[16];
    snprintf(id, sizeof id, "d%u", number);
    return (leitong_document){
        .id = id, .path = id, .title = "题", .bytes = (const uint8_t *)text, .size = strlen(text), .encoding = "utf-8"};
}

/* Adds documents [first, first + count) with the texts from `text` on; removes `gone`, unless it is NULL. */
static int change(leitong_index *index, unsigned first, unsigned count, unsigned text, const char *gone,
                  leitong_error *error)
{
    leitong_index_change_options options = LEITONG_INDEX_CHANGE_OPTIONS_INIT;
    leitong_index_change *made = NULL;
    options.jobs = 1;
    options.root = image.folder;
    int code = leitong_index_change_begin(index, &options, &made, error);
    for (unsigned i = 0; code == 0 && i < count; i++) {
        leitong_document document = make_document(first + i, texts[text + i]);
        code = leitong_index_change_add(made, &document, error);
    }
    if (code == 0 && gone != NULL) {
        code = leitong_index_change_remove(made, gone, NULL, error);
    }
    if (code == 0) {
        code = leitong_index_change_commit(made, NULL, error);
    }
    leitong_index_change_end(made);
    return code;
}

static uint64_t mix(uint64_t sum, const void *bytes, size_t size)
{
    uint64_t words[2] = {sum, lt_hash_64(bytes, size)};
    return lt_hash_64(words, sizeof words);
}

static int ask_document(const lt_view *view, unsigned i, uint64_t *sum, leitong_error *error)
{
    char id[16];
    uint32_t number = LT_VIEW_NONE;
    lt_view_document row;
    snprintf(id, sizeof id, "d%u", i);
    LT_TRY(view->find(view->context, id, &number, error));
    uint32_t there = number != LT_VIEW_NONE;
    *sum = mix(*sum, &there, sizeof there);
    if (!there) {
        return 0;
    }
    LT_TRY(view->document(view->context, number, &row, error));
    *sum = mix(mix(*sum, row.hash, sizeof row.hash), row.title, strlen(row.title));
    size_t tokens = row.token_count < 100000 ? row.token_count : 100000;
    size_t paragraphs = row.paragraph_count < 100000 ? row.paragraph_count : 100000;
    size_t size = row.source_size < 100000 ? (size_t)row.source_size : 100000;
    uint8_t *bytes = malloc(size + 1);
    uint32_t *ids = malloc((tokens + 1) * sizeof *ids);
    lt_paragraph *rows = calloc(paragraphs + 1, sizeof *rows);
    fuzz_require(bytes != NULL && ids != NULL && rows != NULL);
    int code = view->source(view->context, number, 0, size, bytes, error);
    if (code == 0) {
        *sum = mix(*sum, bytes, size);
        code = view->tokens(view->context, number, 0, (uint32_t)tokens, ids, error);
    }
    if (code == 0) {
        *sum = mix(*sum, ids, tokens * sizeof *ids);
        code = view->paragraphs(view->context, number, 0, (uint32_t)paragraphs, rows, error);
    }
    for (size_t p = 0; code == 0 && p < paragraphs; p++) {
        uint64_t told[4] = {rows[p].token_begin, rows[p].token_count, rows[p].byte_begin, rows[p].byte_end};
        *sum = mix(*sum, told, sizeof told);
    }
    free(bytes);
    free(ids);
    free(rows);
    return code;
}

/* Everything that the index can be asked; *ret_sum: a hash of the answers. */
static int ask(leitong_index *index, uint64_t *ret_sum, leitong_error *error)
{
    static size_t ends[1024];
    lt_store_snapshot *snapshot = NULL;
    lt_view_places places = {0};
    lt_view_contents contents = {0};
    lt_view view;
    uint64_t sum = 0;
    LT_TRY(lt_store_snapshot_open(lt_index_store(index), &snapshot, error));
    lt_store_view(snapshot, &view);
    int code = 0;
    for (unsigned i = 0; code == 0 && i <= DOCUMENTS; i++) {
        code = ask_document(&view, i, &sum, error);
    }
    if (code == 0) {
        lt_view_buckets buckets = {image.keys, image.key_count, 64, LT_VIEW_NONE};
        code = view.bands(view.context, &buckets, &contents, ends, error);
    }
    for (size_t i = 0; code == 0 && i < contents.count; i++) {
        sum = mix(sum, &contents.items[i].hash, sizeof contents.items[i].hash);
    }
    if (code == 0) {
        code = view.seeds(view.context, image.seeds, image.seed_count, &places, ends, error);
    }
    for (size_t i = 0; code == 0 && i < places.count; i++) {
        uint32_t told[3] = {places.items[i].document, places.items[i].at, places.items[i].tags};
        sum = mix(sum, told, sizeof told);
    }
    free(places.items);
    free(contents.items);
    lt_store_snapshot_close(snapshot);
    *ret_sum = sum;
    return code;
}

/* The keys and seeds of all texts. */
static void learn_keys(leitong_index *index)
{
    lt_portion portion = {0};
    const lt_store_parameters *parameters = lt_store_get_parameters(lt_index_store(index));
    fuzz_require(lt_portion_open(&portion, parameters, 1, on_skip, NULL, NULL) == 0);
    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        leitong_document document = make_document(i, texts[i]);
        fuzz_require(lt_portion_add(&portion, &document, NULL) == 0);
    }
    fuzz_require(lt_portion_settle(&portion, NULL) == 0);
    for (size_t k = 0; k < portion.key_count && image.key_count < 1024; k++) {
        image.keys[image.key_count++] = (uint64_t)(k % parameters->bands) << 32 | portion.keys[k];
    }
    for (unsigned lane = 0; lane < LT_SEEDING_LANES; lane++) {
        lt_sorted_run_reader *reader = NULL;
        const void *records = NULL;
        size_t count = 1;
        fuzz_require(lt_sorted_run_reader_new(portion.seeds, lane, &reader, NULL) == 0);
        while (lt_sorted_run_reader_next(reader, &records, &count, NULL) == 0 && count > 0) {
            for (size_t k = 0; k < count && image.seed_count < 1024; k++) {
                image.seeds[image.seed_count++] = ((const lt_record *)records)[k].key;
            }
        }
        lt_sorted_run_reader_free(reader);
    }
    lt_portion_close(&portion);
}

/* Where blocks stand: wherever the bytes have the hash that stands before them. */
static void learn_blocks(void)
{
    for (size_t at = 0; at + LT_BLOCK_HEADER <= image.size && image.block_count < BLOCKS; at++) {
        uint32_t size;
        uint64_t hash;
        const uint8_t *bytes = image.bytes + at;
        memcpy(&size, bytes + 20, sizeof size);
        memcpy(&hash, bytes, sizeof hash);
        if (bytes[13] == 0 && bytes[14] == 0 && bytes[15] == 0 && hash != 0 &&
            size <= image.size - at - LT_BLOCK_HEADER &&
            lt_hash_64(bytes + 8, LT_BLOCK_HEADER - 8 + (size_t)size) == hash) {
            image.blocks[image.block_count++] = (block){at, LT_BLOCK_HEADER + (size_t)size};
        }
    }
    fuzz_require(image.block_count > 8);
}

static void make_image(void)
{
    leitong_index *index = NULL;
    leitong_index_options options = LEITONG_INDEX_OPTIONS_INIT;
    struct stat status;
    options.threshold = 0.9; /* few bands: each asks for its keys */
    options.recall = 0.5;
    snprintf(image.folder, sizeof image.folder, "%s/leitong-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fuzz_require(mkdtemp(image.folder) != NULL);
    atexit(remove_folder);
    snprintf(image.data, sizeof image.data, "%s/data.mdb", image.folder);
    fuzz_require(leitong_index_create(image.folder, &options, NULL) == 0);
    fuzz_require(leitong_index_open(image.folder, &index, NULL) == 0);
    fuzz_require(change(index, 0, DOCUMENTS, 0, NULL, NULL) == 0);
    fuzz_require(change(index, 2, 1, 4, "d3", NULL) == 0);
    learn_keys(index);
    fuzz_require(ask(index, &image.expected, NULL) == 0);
    leitong_index_close(index);
    int file = open(image.data, O_RDONLY | O_CLOEXEC);
    fuzz_require(file >= 0 && fstat(file, &status) == 0);
    image.size = (size_t)status.st_size;
    image.bytes = malloc(image.size);
    image.changed = malloc(image.size);
    fuzz_require(image.bytes != NULL && image.changed != NULL);
    fuzz_require(pread(file, image.bytes, image.size, 0) == status.st_size);
    close(file);
    learn_blocks();
}

static void seal_again(size_t begin, size_t size)
{
    for (size_t i = 0; i < image.block_count; i++) {
        const block *b = &image.blocks[i];
        if (begin < b->begin + b->size && begin + size > b->begin) {
            uint64_t hash = lt_hash_64(image.changed + b->begin + 8, b->size - 8);
            memcpy(image.changed + b->begin, &hash, sizeof hash);
        }
    }
}

/* The image with the input's changes, in the folder. */
static void put_image(const uint8_t *data, size_t size)
{
    size_t kept = image.size;
    bool sealed = (data[0] & 1) != 0;
    bool cut = (data[0] & 2) != 0;
    memcpy(image.changed, image.bytes, image.size);
    data++;
    size--;
    while (size >= 5) {
        size_t at = (data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % image.size;
        size_t count = 1 + data[3] % 16;
        data += 4;
        size -= 4;
        count = count < size ? count : size;
        count = count < image.size - at ? count : image.size - at;
        memcpy(image.changed + at, data, count);
        if (sealed) {
            seal_again(at, count);
        }
        kept = cut ? at : kept;
        data += count;
        size -= count;
    }
    int file = open(image.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    fuzz_require(file >= 0 && write(file, image.changed, kept) == (ssize_t)kept);
    close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    leitong_index *index = NULL;
    leitong_error error = {0};
    uint64_t sum = 0;
    if (size == 0) {
        return 0;
    }
    if (image.bytes == NULL) {
        make_image();
    }
    put_image(data, size);
    bool sealed = (data[0] & 1) != 0;
    int code = leitong_index_open(image.folder, &index, &error);
    if (code == 0) {
        code = ask(index, &sum, &error);
        fuzz_require(code != 0 || sealed || sum == image.expected);
    }
    if (code == 0 && (data[0] & 0xC) == 0) {
        code = change(index, 1, 2, 2, "d0", &error);
        if (code == 0) {
            code = ask(index, &sum, &error);
        }
    }
    fuzz_require(code == 0 || code == LEITONG_EDAMAGED || sealed);
    fuzz_require(code == 0 || error.message[0] != '\0');
    leitong_index_close(index);
    return 0;
}
