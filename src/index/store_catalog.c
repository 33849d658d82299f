#include "index/store_catalog.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "index/pack.h"
#include "index/store_table.h"
#include "sketch/bands.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define CATALOG_TABLE 2U /* of segment 0; 1 is the seal */
#define CATALOG_REMOVED 3U
#define CATALOG_NUMBERS 12U /* of the head */
#define CATALOG_SEGMENT 17U /* numbers of a segment */
#define CATALOG_LONGEST 10U /* bytes of a number */

static const char catalog_magic[8] = {'L', 'T', 'I', 'N', 'D', 'E', 'X', '\n'};

void lt_store_catalog_clear(lt_store_catalog *catalog)
{
    for (size_t i = 0; i < catalog->count; i++) {
        free(catalog->segments[i].removed);
    }
    free(catalog->segments);
    free(catalog->root);
    memset(catalog, 0, sizeof *catalog);
}

static int catalog_damaged(const lt_store_env *env, const char *what, leitong_error *error)
{
    return lt_store_damaged(env, 0, 0, what, error);
}

static size_t catalog_words(const lt_store_segment *segment)
{
    return (size_t)segment->all.documents / 64 + 1;
}

int lt_store_catalog_append(lt_store_catalog *catalog, const lt_store_segment *segment, leitong_error *error)
{
    LT_TRY(LT_RESERVE(catalog->segments, catalog->capacity, catalog->count + 1, error));
    catalog->segments[catalog->count++] = *segment;
    return 0;
}

void lt_store_catalog_erase(lt_store_catalog *catalog, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        free(catalog->segments[i].removed);
    }
    memmove(catalog->segments + begin, catalog->segments + end, (catalog->count - end) * sizeof *catalog->segments);
    catalog->count -= end - begin;
}

int lt_store_catalog_remove(lt_store_segment *segment, uint32_t document, leitong_error *error)
{
    if (segment->removed == NULL) {
        segment->removed = calloc(catalog_words(segment), sizeof *segment->removed);
        if (segment->removed == NULL) {
            return lt_error_memory(error);
        }
    }
    segment->removed[document / 64] |= (uint64_t)1 << document % 64;
    return 0;
}

int lt_store_catalog_copy(const lt_store_catalog *from, lt_store_catalog *ret_to, leitong_error *error)
{
    lt_store_catalog to = {.parameters = from->parameters, .sequence = from->sequence, .next = from->next};
    int code = 0;
    to.root = from->root != NULL ? strdup(from->root) : NULL;
    if (from->root != NULL && to.root == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < from->count; i++) {
        lt_store_segment segment = from->segments[i];
        segment.removed = NULL;
        LT_TRY_GOTO(failed, lt_store_catalog_append(&to, &segment, error));
        if (from->segments[i].removed != NULL) {
            size_t size = catalog_words(&segment) * sizeof *segment.removed;
            uint64_t *removed = malloc(size);
            if (removed == NULL) {
                code = lt_error_memory(error);
                goto failed;
            }
            memcpy(removed, from->segments[i].removed, size);
            to.segments[i].removed = removed;
        }
    }
    *ret_to = to;
    return 0;
failed:
    lt_store_catalog_clear(&to);
    return code;
}

/* ---- bytes ---- */

static void catalog_head(const lt_store_catalog *c, uint64_t numbers[CATALOG_NUMBERS])
{
    const lt_store_parameters *p = &c->parameters;
    uint64_t all[CATALOG_NUMBERS] = {LT_STORE_FORMAT, p->threshold, p->recall,     p->bands,    p->rows, p->shingle,
                                     p->run,          p->paragraph, p->fold_flags, c->sequence, c->next, c->count};
    memcpy(numbers, all, sizeof all);
}

static void catalog_segment(const lt_store_segment *s, uint64_t numbers[CATALOG_SEGMENT])
{
    uint64_t all[CATALOG_SEGMENT] = {
        s->number,          s->all.documents, s->all.paragraphs, s->all.tokens, s->all.bytes, s->dead.documents,
        s->dead.paragraphs, s->dead.tokens,   s->dead.bytes,     s->contents,   s->bands,     s->seeds,
        s->content_sum,     s->band_sum,      s->seed_sum,       s->room,       s->words};
    memcpy(numbers, all, sizeof all);
}

static uint8_t *catalog_put(uint8_t *at, const uint64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        at += lt_block_put(at, numbers[i]);
    }
    return at;
}

/* A size with its NUL, 0 for none, and that many bytes. */
static uint8_t *catalog_put_root(uint8_t *at, const char *root, size_t size)
{
    at += lt_block_put(at, size);
    if (size > 0) {
        memcpy(at, root, size);
    }
    return at + size;
}

/* The list of one segment's removed documents, as a block. */
static int catalog_save_removed(const lt_store_segment *segment, lt_store_txn *txn, leitong_error *error)
{
    size_t most = LT_BLOCK_HEADER + (size_t)segment->dead.documents * 5;
    uint8_t *block = malloc(most);
    if (block == NULL) {
        return lt_error_memory(error);
    }
    uint8_t *at = block + LT_BLOCK_HEADER;
    uint32_t last = 0;
    for (uint32_t i = 0; i < segment->all.documents; i++) {
        if (lt_store_removed(segment, i)) {
            at += lt_block_put(at, i - last);
            last = i;
        }
    }
    lt_block_head head = {.segment = 0,
                          .table = CATALOG_REMOVED,
                          .count = (uint32_t)segment->dead.documents,
                          .size = (uint32_t)(at - block - LT_BLOCK_HEADER),
                          .begin = {segment->number, 0},
                          .end = {(uint64_t)segment->number + 1, 0}};
    lt_block_seal(block, &head);
    lt_store_txn_key key = {0, CATALOG_REMOVED, head.begin};
    int code = lt_store_txn_put(txn, &key, false, block, LT_BLOCK_HEADER + head.size, error);
    free(block);
    return code;
}

int lt_store_catalog_save(const lt_store_catalog *catalog, lt_store_txn *txn, leitong_error *error)
{
    uint64_t numbers[LT_MAX(CATALOG_NUMBERS, CATALOG_SEGMENT)];
    size_t root = catalog->root != NULL ? strlen(catalog->root) + 1 : 0;
    size_t most = LT_BLOCK_HEADER + sizeof catalog_magic + root +
                  (size_t)CATALOG_LONGEST * (CATALOG_NUMBERS + CATALOG_SEGMENT * catalog->count + 1);
    uint8_t *block = malloc(most);
    if (block == NULL) {
        return lt_error_memory(error);
    }
    memcpy(block + LT_BLOCK_HEADER, catalog_magic, sizeof catalog_magic);
    catalog_head(catalog, numbers);
    uint8_t *at = catalog_put(block + LT_BLOCK_HEADER + sizeof catalog_magic, numbers, CATALOG_NUMBERS);
    for (size_t i = 0; i < catalog->count; i++) {
        catalog_segment(&catalog->segments[i], numbers);
        at = catalog_put(at, numbers, CATALOG_SEGMENT);
    }
    at = catalog_put_root(at, catalog->root, root);
    lt_block_head head = {.table = CATALOG_TABLE,
                          .count = (uint32_t)catalog->count,
                          .size = (uint32_t)(at - block - LT_BLOCK_HEADER),
                          .end = LT_BLOCK_END};
    lt_block_seal(block, &head);
    lt_store_txn_key key = {.table = CATALOG_TABLE};
    int code = 0;
    LT_TRY_GOTO(done, lt_store_txn_drop(txn, 0, CATALOG_REMOVED, error));
    for (size_t i = 0; i < catalog->count; i++) {
        if (catalog->segments[i].dead.documents > 0) {
            LT_TRY_GOTO(done, catalog_save_removed(&catalog->segments[i], txn, error));
        }
    }
    LT_TRY_GOTO(done, lt_store_txn_put(txn, &key, false, block, LT_BLOCK_HEADER + head.size, error));
done:
    free(block);
    return code;
}

/* A block of segment 0 under exactly this key. */
static int catalog_block(lt_store_txn *txn, uint8_t table, uint64_t key, lt_store_value *ret_value,
                         lt_block_head *ret_head, leitong_error *error)
{
    lt_store_txn_key name = {0, table, {key, 0}};
    bool found = false;
    leitong_error why;
    LT_TRY(lt_store_txn_floor(txn, &name, &found, ret_value, error));
    if (!found || ret_value->key.key != key) {
        return catalog_damaged(lt_store_txn_env(txn), "a block is missing", error);
    }
    return lt_block_open(ret_value->bytes, ret_value->size, (lt_block_place){0, table}, false, ret_head, &why) == 0
               ? 0
               : catalog_damaged(lt_store_txn_env(txn), why.message, error);
}

static const uint8_t *catalog_get(const uint8_t *at, const uint8_t *end, uint64_t *numbers, size_t count)
{
    for (size_t i = 0; at != NULL && i < count; i++) {
        at = lt_block_get(at, end, &numbers[i]);
    }
    return at;
}

static int catalog_load_removed(lt_store_env *env, lt_store_txn *txn, lt_store_segment *segment, leitong_error *error)
{
    lt_store_value value = {.size = 0};
    lt_block_head head = {.size = 0};
    LT_TRY(catalog_block(txn, CATALOG_REMOVED, segment->number, &value, &head, error));
    const uint8_t *at = value.bytes + LT_BLOCK_HEADER;
    const uint8_t *end = at + head.size;
    uint64_t document = 0;
    bool good = head.count == segment->dead.documents;
    for (uint32_t i = 0; good && i < head.count; i++) {
        uint64_t step = 0;
        at = lt_block_get(at, end, &step);
        document += step;
        good = at != NULL && document < segment->all.documents && (i == 0 || step > 0);
        if (good) {
            LT_TRY(lt_store_catalog_remove(segment, (uint32_t)document, error));
        }
    }
    return good ? 0 : catalog_damaged(env, "the list of removed documents is wrong", error);
}

/* A catalog whose hash was put right may say anything. Whoever makes room for what it counts, or walks so far, relies
 * on this: no table has more units than its bytes can hold (FORMAT.md), and there are no more removed than all. */
static bool catalog_counts_good(const lt_store_segment *s)
{
    enum { ROW_BYTES = 36, PARAGRAPH_BYTES = 3, WORD_BYTES = 2, SEED_BYTES = 4, BYTE_BITS = 8 };
    const struct {
        uint64_t count, bytes, units; /* at most `units` of them in `bytes` of the segment's room */
    } tables[] = {{s->all.documents, ROW_BYTES, 1},
                  {s->all.paragraphs, PARAGRAPH_BYTES, 1},
                  {s->all.tokens, LT_BLOCK_HEADER, LT_PACK_MOST},
                  {s->all.bytes, LT_BLOCK_HEADER, LT_STORE_TEXT_MOST},
                  {s->words, WORD_BYTES, 1},
                  {s->contents, 1, BYTE_BITS},
                  {s->bands, 1, BYTE_BITS},
                  {s->seeds, SEED_BYTES, 1}};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (tables[i].count / tables[i].units > s->room / tables[i].bytes) {
            return false;
        }
    }
    return s->dead.documents <= s->all.documents && s->dead.paragraphs <= s->all.paragraphs &&
           s->dead.tokens <= s->all.tokens && s->dead.bytes <= s->all.bytes;
}

/* What segments may have and have not yet had: numbers of documents, bytes of the file. */
typedef struct catalog_left {
    uint64_t documents, room;
} catalog_left;

static int catalog_parse_segment(lt_store_catalog *catalog, const uint64_t n[CATALOG_SEGMENT], catalog_left *left,
                                 leitong_error *error)
{
    lt_store_segment s = {.number = (uint32_t)n[0],
                          .all = {n[1], n[2], n[3], n[4]},
                          .dead = {n[5], n[6], n[7], n[8]},
                          .contents = n[9],
                          .bands = n[10],
                          .seeds = n[11],
                          .content_sum = n[12],
                          .band_sum = n[13],
                          .seed_sum = n[14],
                          .room = n[15],
                          .words = n[16],
                          .base = (uint32_t)(LT_STORE_NONE - left->documents)};
    if (n[0] == 0 || n[0] >= catalog->next || s.all.documents >= left->documents || s.words >= LT_TOKEN_WORD ||
        s.room > left->room || !catalog_counts_good(&s)) {
        return lt_error_set(error, LEITONG_EDAMAGED, "a segment's row is wrong");
    }
    left->documents -= s.all.documents;
    left->room -= s.room;
    return lt_store_catalog_append(catalog, &s, error);
}

/* The last of the catalog; *ret_good false where it is damaged. */
static int catalog_get_root(const uint8_t *at, const uint8_t *end, char **ret_root, bool *ret_good,
                            leitong_error *error)
{
    uint64_t size = 0;
    at = at == NULL ? NULL : lt_block_get(at, end, &size);
    *ret_good = at != NULL && size == (uint64_t)(end - at) && (size == 0 || memchr(at, '\0', size) == end - 1);
    if (*ret_good && size > 0) {
        *ret_root = strdup((const char *)at);
        return *ret_root == NULL ? lt_error_memory(error) : 0;
    }
    return 0;
}

/* Numbers 1 … 8: what an index can be created with. Documents are taken in by them, so that others lead anywhere. */
static bool catalog_parameters_good(const uint64_t n[CATALOG_NUMBERS])
{
    enum { UNIT = 1000000000, SHINGLE_MOST = 64, RUN_LEAST = 8, RUN_MOST = 64, MODES = 3 };
    return n[1] <= UNIT && n[2] <= UNIT && n[3] > 0 && n[3] <= LT_BANDS_MOST && n[4] > 0 &&
           n[4] <= LT_BANDS_MOST / n[3] && n[5] > 0 && n[5] <= SHINGLE_MOST && n[6] >= RUN_LEAST && n[6] <= RUN_MOST &&
           n[7] < MODES && (n[8] & ~(uint64_t)LT_FOLD_HAN) == 0;
}

static int catalog_parse(lt_store_env *env, const uint8_t *at, const uint8_t *end, lt_store_catalog *ret_catalog,
                         leitong_error *error)
{
    uint64_t n[CATALOG_NUMBERS];
    uint64_t row[CATALOG_SEGMENT];
    catalog_left left = {.documents = LT_STORE_NONE, .room = lt_store_env_size(env)};
    bool known = (size_t)(end - at) > sizeof catalog_magic && memcmp(at, catalog_magic, sizeof catalog_magic) == 0;
    at = known ? lt_block_get(at + sizeof catalog_magic, end, &n[0]) : NULL;
    if (at != NULL && n[0] != LT_STORE_FORMAT) {
        return lt_error_at(
            error, LEITONG_EINPUT, lt_store_env_path(env), LEITONG_NO_OFFSET,
            "the index has format %llu, this version of leitong writes and reads format %u; make it again "
            "with this version",
            (unsigned long long)n[0], LT_STORE_FORMAT);
    }
    at = at == NULL ? NULL : catalog_get(at, end, n + 1, CATALOG_NUMBERS - 1);
    if (at == NULL) {
        return catalog_damaged(env, "this is no index's catalog", error);
    }
    if (!catalog_parameters_good(n) || n[10] > UINT32_MAX) {
        return catalog_damaged(env, "its parameters are none that an index can have", error);
    }
    lt_store_catalog *c = ret_catalog;
    c->parameters = (lt_store_parameters){.threshold = n[1],
                                          .recall = n[2],
                                          .bands = (uint32_t)n[3],
                                          .rows = (uint32_t)n[4],
                                          .shingle = (uint32_t)n[5],
                                          .run = (uint32_t)n[6],
                                          .paragraph = (uint32_t)n[7],
                                          .fold_flags = (uint32_t)n[8]};
    c->sequence = n[9];
    c->next = (uint32_t)n[10];
    for (uint64_t i = 0; i < n[11]; i++) {
        at = catalog_get(at, end, row, CATALOG_SEGMENT);
        int code = at == NULL ? LEITONG_EDAMAGED : catalog_parse_segment(c, row, &left, error);
        if (code != 0) {
            return code == LEITONG_EMEMORY
                       ? code
                       : catalog_damaged(env, "a segment's row is none that a file of this size can have", error);
        }
    }
    bool good = false;
    LT_TRY(catalog_get_root(at, end, &c->root, &good, error));
    return good ? 0 : catalog_damaged(env, "its root or its length is wrong", error);
}

int lt_store_catalog_load(lt_store_env *env, lt_store_txn *txn, lt_store_catalog *ret_catalog, leitong_error *error)
{
    lt_store_value value = {.size = 0};
    lt_block_head head = {.size = 0};
    lt_store_catalog catalog = {.count = 0};
    int code = 0;
    LT_TRY(catalog_block(txn, CATALOG_TABLE, 0, &value, &head, error));
    const uint8_t *at = value.bytes + LT_BLOCK_HEADER;
    LT_TRY_GOTO(failed, catalog_parse(env, at, at + head.size, &catalog, error));
    for (size_t i = 0; i < catalog.count; i++) {
        if (catalog.segments[i].dead.documents > 0) {
            LT_TRY_GOTO(failed, catalog_load_removed(env, txn, &catalog.segments[i], error));
        }
    }
    *ret_catalog = catalog;
    return 0;
failed:
    lt_store_catalog_clear(&catalog);
    return code;
}
