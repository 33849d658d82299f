#include "index/store_vet.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(size_t) == 8 && sizeof(lt_store_tree) == 48 && sizeof(lt_store_meta) == 136,
               "an index needs a system of 64 bits");

/* The layout of a page (LMDB 0.9, mdb.c). */
#define VET_MAGIC 0xBEEFC0DEU
#define VET_VERSION 1U
#define VET_HEADER 16U /* page number, pad, kind, lower, upper; or page number, pad, kind, count of pages */
#define VET_NODE 8U    /* low and high half of a size or page number, flags or more of it, bytes of the key */
#define VET_INTEGER_KEYS 8U
#define VET_BRANCH 1U
#define VET_LEAF 2U
#define VET_OVERFLOW 4U
#define VET_META 8U
#define VET_DIRTY 16U /* without meaning in a file */
#define VET_BIG 1U    /* the value of a node is on overflow pages */
#define VET_NONE UINT64_MAX
#define VET_DEPTH 32U /* LMDB's own limit */
#define VET_TRIES 20
#define VET_LARGEST_PAGE 32768U
#define VET_UNWRITTEN 131072U /* dirty pages of a transaction (MDB_IDL_UM_MAX) */

typedef struct vet_span {
    uint8_t bytes[LT_STORE_KEY];
    bool bound; /* there is a bound */
} vet_span;

typedef struct vet {
    int file;
    const char *path;
    size_t page;
    uint64_t pages;  /* in the file */
    uint64_t last;   /* largest page number in use */
    uint64_t *used;  /* a bit for each page */
    uint8_t *levels; /* a page for each level of a tree */
    uint8_t *cells;  /* a byte for each two bytes of a page */
    lt_store_tree found;
    uint32_t key_size; /* bytes of each key of this tree */
    unsigned depth;    /* of this tree: levels */
    uint64_t free;
    leitong_error *error;
} vet;

/* A branch or leaf page of a tree. */
typedef struct vet_tree_page {
    uint64_t number;
    const uint8_t *bytes;
    unsigned level; /* 0: the root */
    bool branch;
    unsigned count;             /* nodes */
    const vet_span *low, *high; /* low ≤ keys < high */
} vet_tree_page;

static int vet_bad(const vet *v, uint64_t page, const char *what)
{
    return lt_error_at(v->error, LEITONG_EDAMAGED, v->path, page * v->page,
                       "%s; make the index again from its documents, or bring it back from a copy", what);
}

size_t lt_store_page_size(void)
{
    long size = sysconf(_SC_PAGESIZE);
    return size <= 0 || size > VET_LARGEST_PAGE ? VET_LARGEST_PAGE : (size_t)size;
}

static uint16_t vet_16(const uint8_t *at)
{
    uint16_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

static uint64_t vet_64(const uint8_t *at)
{
    uint64_t number;
    memcpy(&number, at, sizeof number);
    return number;
}

static int vet_read(const vet *v, uint64_t page, uint8_t *to, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(v->file, to + done, size - done, (off_t)(page * v->page + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return lt_error_system(v->error, v->path, "can't be read");
        }
        if (got == 0) {
            return vet_bad(v, page, "the file is cut off");
        }
        done += (size_t)got;
    }
    return 0;
}

/* ---- meta pages ---- */

/* How many pages the file may have. The last ones of a transaction need not have been written: those that it took and
 * gave back, of which LMDB holds at most VET_UNWRITTEN. */
static int vet_file_pages(const vet *v, uint64_t *ret_pages)
{
    struct stat status;
    if (fstat(v->file, &status) != 0) {
        return lt_error_system(v->error, v->path, "can't be read");
    }
    *ret_pages = (uint64_t)status.st_size / v->page + VET_UNWRITTEN;
    return 0;
}

static int vet_meta_parse(const vet *v, const uint8_t *page, unsigned number, lt_store_meta *ret_meta)
{
    uint64_t pages = 0;
    LT_TRY(vet_file_pages(v, &pages));
    memcpy(ret_meta, page + VET_HEADER, sizeof *ret_meta);
    const lt_store_tree *free_tree = &ret_meta->trees[0];
    const lt_store_tree *entries = &ret_meta->trees[1];
    uint64_t limit = (uint64_t)1 << 50;
    if (ret_meta->magic != VET_MAGIC || (vet_16(page + 10) & ~VET_DIRTY) != VET_META || vet_64(page) != number) {
        return vet_bad(v, number, "this is not a page that LMDB wrote");
    }
    if (ret_meta->version != VET_VERSION || free_tree->pad != v->page) {
        return vet_bad(v, number, "written by another version of LMDB, with another size of pages, or damaged");
    }
    if (free_tree->flags != VET_INTEGER_KEYS || entries->flags != 0 || ret_meta->address != 0 || entries->pad != 0 ||
        ret_meta->last_page < 1 || ret_meta->last_page > pages || ret_meta->map_size > limit ||
        ret_meta->transaction % 2 != number) {
        return vet_bad(v, number, "a meta page is damaged");
    }
    return 0;
}

/* For the newer meta page only: after a commit that failed, LMDB restores the transaction number of the older one, and
 * leaves the other new values in it. */
static int vet_meta_roots(const vet *v, const lt_store_meta *meta)
{
    for (unsigned i = 0; i < 2; i++) {
        const lt_store_tree *tree = &meta->trees[i];
        if ((tree->root != VET_NONE && (tree->root < 2 || tree->root > meta->last_page)) || tree->depth > VET_DEPTH) {
            return vet_bad(v, meta->transaction % 2, "a meta page is damaged");
        }
    }
    return 0;
}

int lt_store_vet_meta(int file, const char *path, unsigned number, lt_store_meta *ret_meta, leitong_error *error)
{
    vet v = {.file = file, .path = path, .page = lt_store_page_size(), .error = error};
    uint8_t bytes[VET_HEADER + sizeof(lt_store_meta)];
    lt_store_meta meta;
    LT_TRY(vet_read(&v, number, bytes, sizeof bytes));
    LT_TRY(vet_meta_parse(&v, bytes, number, &meta));
    LT_TRY(vet_meta_roots(&v, &meta));
    *ret_meta = meta;
    return 0;
}

/* Both meta pages; `bytes`: a buffer for them. */
static int vet_metas(const vet *v, uint8_t *bytes, lt_store_meta *ret_newer)
{
    lt_store_meta metas[2];
    LT_TRY(vet_read(v, 0, bytes, 2 * v->page));
    LT_TRY(vet_meta_parse(v, bytes, 0, &metas[0]));
    LT_TRY(vet_meta_parse(v, bytes + v->page, 1, &metas[1]));
    uint64_t even = metas[0].transaction;
    uint64_t odd = metas[1].transaction;
    if (even != odd + 1 && odd != even + 1) {
        return vet_bad(v, 0, "the meta pages don't belong together");
    }
    LT_TRY(vet_meta_roots(v, &metas[odd > even]));
    *ret_newer = metas[odd > even];
    return 0;
}

/* A writer may be changing a meta page just now, so a fault is reported only after several tries. */
int lt_store_vet_metas(int file, const char *path, lt_store_meta *ret_newer, leitong_error *error)
{
    vet v = {.file = file, .path = path, .page = lt_store_page_size(), .error = error};
    uint8_t *bytes = malloc(2 * v.page);
    if (bytes == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    for (int i = 0; i < VET_TRIES; i++) {
        code = vet_metas(&v, bytes, ret_newer);
        if (code == 0 || code == LEITONG_EMEMORY || code == LEITONG_ESYSTEM) {
            break;
        }
        nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
    }
    free(bytes);
    return code;
}

/* ---- trees ---- */

/* Marks page numbers [first, first + count) as used. */
static int vet_claim(vet *v, uint64_t at, uint64_t first, uint64_t count)
{
    if (first < 2 || count == 0 || first > v->last || count > v->last - first + 1 || first + count > v->pages) {
        return vet_bad(v, at, "a page number is out of the file");
    }
    for (uint64_t page = first; page < first + count; page++) {
        uint64_t bit = (uint64_t)1 << page % 64;
        if ((v->used[page / 64] & bit) != 0) {
            return vet_bad(v, at, "a page is used twice");
        }
        v->used[page / 64] |= bit;
    }
    return 0;
}

static int vet_compare(const vet *v, const uint8_t *a, const uint8_t *b)
{
    if (v->key_size == sizeof(uint64_t)) {
        uint64_t left = vet_64(a);
        uint64_t right = vet_64(b);
        return left < right ? -1 : left > right;
    }
    return memcmp(a, b, v->key_size);
}

/* A list of pages that one transaction freed: the count, then the page numbers in descending order. */
static int vet_free_list(vet *v, uint64_t at, const uint8_t *value, size_t size)
{
    uint64_t count = size < 8 ? 0 : vet_64(value);
    if (size < 8 || count > size / 8 - 1) {
        return vet_bad(v, at, "a list of free pages is damaged");
    }
    for (uint64_t i = 0; i < count; i++) {
        uint64_t page = vet_64(value + 8 + 8 * i);
        if (page < 2 || page > v->last || (i > 0 && page >= vet_64(value + 8 * i))) {
            return vet_bad(v, at, "a list of free pages is damaged");
        }
        /* Free pages at the end may never have been written, so the file may end before them. */
        if (page < v->pages) {
            LT_TRY(vet_claim(v, at, page, 1));
        }
        v->free++;
    }
    return 0;
}

/* A value on overflow pages. LMDB trusts the head of the first one when it frees them; `look`: verify it now, because
 * lt_store_vet_value does not do so later. */
static int vet_overflow(vet *v, uint64_t at, uint64_t page, size_t size, bool look)
{
    uint64_t count = (VET_HEADER + size + v->page - 1) / v->page;
    uint32_t told = 0;
    int code = 0;
    LT_TRY(vet_claim(v, at, page, count));
    v->found.overflows += count;
    if (!look) {
        return 0;
    }
    uint8_t *bytes = malloc((size_t)count * v->page);
    if (bytes == NULL) {
        return lt_error_memory(v->error);
    }
    LT_TRY_GOTO(done, vet_read(v, page, bytes, (size_t)count * v->page));
    memcpy(&told, bytes + 12, sizeof told);
    if (vet_64(bytes) != page || (vet_16(bytes + 10) & ~VET_DIRTY) != VET_OVERFLOW || told != count) {
        code = vet_bad(v, page, "an overflow page is damaged");
        goto done;
    }
    if (v->key_size == sizeof(uint64_t)) {
        code = vet_free_list(v, page, bytes + VET_HEADER, size);
    }
done:
    free(bytes);
    return code;
}

static size_t vet_node_value_size(const uint8_t *node)
{
    return vet_16(node) | (size_t)vet_16(node + 2) << 16;
}

static int vet_leaf_node(vet *v, uint64_t at, const uint8_t *node, const uint8_t *key, size_t size)
{
    const uint8_t *value = key + v->key_size;
    bool big = (vet_16(node + 4) & VET_BIG) != 0;
    bool free_tree = v->key_size == sizeof(uint64_t);
    bool catalog = !free_tree && memcmp(key, "\0\0\0\0", 4) == 0; /* segment 0 */
    v->found.entries++;
    if (big) {
        return vet_overflow(v, at, vet_64(value), size, free_tree || catalog);
    }
    return free_tree ? vet_free_list(v, at, value, size) : 0;
}

/* The address and size of node `i`; it must not overlap other nodes. */
static int vet_node(vet *v, const vet_tree_page *page, unsigned i, const uint8_t **ret_node, size_t *ret_size)
{
    size_t upper = vet_16(page->bytes + 14);
    size_t offset = vet_16(page->bytes + VET_HEADER + 2 * i);
    if (offset < upper || offset % 2 != 0 || offset + VET_NODE > v->page) {
        return vet_bad(v, page->number, "an entry is out of its page");
    }
    const uint8_t *node = page->bytes + offset;
    size_t key_size = vet_16(node + 6);
    size_t value_size = page->branch ? 0 : vet_node_value_size(node);
    bool big = !page->branch && (vet_16(node + 4) & VET_BIG) != 0;
    size_t size = VET_NODE + key_size + (big ? sizeof(uint64_t) : value_size);
    size += size % 2;
    if (offset + size > v->page || (key_size != v->key_size && !(page->branch && i == 0)) ||
        (!page->branch && (vet_16(node + 4) & ~VET_BIG) != 0)) {
        return vet_bad(v, page->number, "an entry is out of its page");
    }
    for (size_t cell = offset / 2; cell < (offset + size) / 2; cell++) {
        if (v->cells[cell] != 0) {
            return vet_bad(v, page->number, "two entries overlap");
        }
        v->cells[cell] = 1;
    }
    *ret_node = node;
    *ret_size = size;
    return 0;
}

/* Kind, number and shape of a page; fills in whether it is a branch, and its count of nodes. */
static int vet_page_head(const vet *v, vet_tree_page *page)
{
    unsigned kind = vet_16(page->bytes + 10) & ~VET_DIRTY;
    size_t lower = vet_16(page->bytes + 12);
    size_t upper = vet_16(page->bytes + 14);
    if (vet_64(page->bytes) != page->number || (kind != VET_BRANCH && kind != VET_LEAF)) {
        return vet_bad(v, page->number, "a page is not what it should be");
    }
    if (lower < VET_HEADER || lower % 2 != 0 || lower > upper || upper > v->page) {
        return vet_bad(v, page->number, "a page's head is damaged");
    }
    page->branch = kind == VET_BRANCH;
    page->count = (unsigned)(lower - VET_HEADER) / 2;
    if (page->count < (page->branch && v->key_size == LT_STORE_KEY ? 2 : 1)) {
        return vet_bad(v, page->number, "a page is empty");
    }
    if (page->branch != (page->level + 1 < v->depth)) {
        return vet_bad(v, page->number, "a tree is not as deep as it should be");
    }
    return 0;
}

/* All nodes of the page: places, keys in order and within bounds, values. */
static int vet_nodes(vet *v, const vet_tree_page *page)
{
    size_t sum = 0;
    const uint8_t *last = NULL;
    memset(v->cells, 0, v->page / 2);
    for (unsigned i = 0; i < page->count; i++) {
        const uint8_t *node = page->bytes;
        size_t size = 0;
        LT_TRY(vet_node(v, page, i, &node, &size));
        sum += size;
        if (page->branch && i == 0) {
            continue; /* LMDB never reads the first key of a branch page */
        }
        const uint8_t *key = node + VET_NODE;
        if ((last != NULL && vet_compare(v, last, key) >= 0) ||
            (page->low->bound && vet_compare(v, key, page->low->bytes) < 0) ||
            (page->high->bound && vet_compare(v, key, page->high->bytes) >= 0)) {
            return vet_bad(v, page->number, "keys are out of order");
        }
        last = key;
        if (!page->branch) {
            LT_TRY(vet_leaf_node(v, page->number, node, key, vet_node_value_size(node)));
        }
    }
    return sum == v->page - vet_16(page->bytes + 14) ? 0 : vet_bad(v, page->number, "a page's head is damaged");
}

static int vet_page(vet *v, uint64_t number, unsigned level, const vet_span *low, const vet_span *high);

/* The page below node `i`: its keys lie between those of the node and the next. */
static int vet_child(vet *v, const vet_tree_page *page, unsigned i)
{
    vet_span bounds[2] = {*page->low, *page->high};
    const uint8_t *node = page->bytes + vet_16(page->bytes + VET_HEADER + 2 * i);
    if (i > 0) {
        memcpy(bounds[0].bytes, node + VET_NODE, v->key_size);
        bounds[0].bound = true;
    }
    if (i + 1 < page->count) {
        const uint8_t *next = page->bytes + vet_16(page->bytes + VET_HEADER + 2 * (i + 1));
        memcpy(bounds[1].bytes, next + VET_NODE, v->key_size);
        bounds[1].bound = true;
    }
    uint64_t child = vet_16(node) | (uint64_t)vet_16(node + 2) << 16 | (uint64_t)vet_16(node + 4) << 32;
    return vet_page(v, child, page->level + 1, &bounds[0], &bounds[1]);
}

/* NOLINTNEXTLINE(misc-no-recursion): at most VET_DEPTH deep */
static int vet_page(vet *v, uint64_t number, unsigned level, const vet_span *low, const vet_span *high)
{
    uint8_t *bytes = v->levels + (size_t)level * v->page;
    vet_tree_page page = {.number = number, .bytes = bytes, .level = level, .low = low, .high = high};
    LT_TRY(vet_claim(v, number, number, 1));
    LT_TRY(vet_read(v, number, bytes, v->page));
    LT_TRY(vet_page_head(v, &page));
    LT_TRY(vet_nodes(v, &page));
    v->found.branches += page.branch;
    v->found.leaves += !page.branch;
    for (unsigned i = 0; page.branch && i < page.count; i++) {
        LT_TRY(vet_child(v, &page, i));
    }
    return 0;
}

static int vet_tree(vet *v, unsigned meta_page, const lt_store_tree *tree, uint32_t key_size)
{
    vet_span none = {.bound = false};
    v->key_size = key_size;
    v->depth = tree->depth;
    v->found = (lt_store_tree){0};
    if (tree->root != VET_NONE) {
        LT_TRY(vet_page(v, tree->root, 0, &none, &none));
    }
    if (v->found.branches != tree->branches || v->found.leaves != tree->leaves ||
        v->found.overflows != tree->overflows || v->found.entries != tree->entries) {
        return vet_bad(v, meta_page, "a tree has not as many pages or entries as it should have");
    }
    return 0;
}

int lt_store_vet_pages(int file, const char *path, const lt_store_meta *meta, uint64_t *ret_free, leitong_error *error)
{
    vet v = {.file = file, .path = path, .page = lt_store_page_size(), .last = meta->last_page, .error = error};
    struct stat status;
    if (fstat(file, &status) != 0) {
        return lt_error_system(error, path, "can't be read");
    }
    v.pages = (uint64_t)status.st_size / v.page;
    v.used = calloc((size_t)v.pages / 64 + 1, sizeof *v.used);
    v.levels = malloc((VET_DEPTH + 1) * v.page);
    v.cells = malloc(v.page / 2);
    int code = 0;
    if (v.used == NULL || v.levels == NULL || v.cells == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    unsigned meta_page = (unsigned)(meta->transaction % 2);
    LT_TRY_GOTO(done, vet_tree(&v, meta_page, &meta->trees[1], LT_STORE_KEY));
    LT_TRY_GOTO(done, vet_tree(&v, meta_page, &meta->trees[0], sizeof(uint64_t)));
    *ret_free = v.free;
done:
    free(v.used);
    free(v.levels);
    free(v.cells);
    return code;
}

bool lt_store_vet_value(const uint8_t *value, size_t size, uintptr_t map, size_t map_size)
{
    size_t page_size = lt_store_page_size();
    size_t at = (size_t)((uintptr_t)value - map);
    if (at >= map_size || at % page_size != VET_HEADER) {
        return true; /* written by this transaction, in memory; or in a leaf page, where offsets of nodes are at this
                        place */
    }
    const uint8_t *page = value - VET_HEADER;
    uint32_t told;
    memcpy(&told, page + 12, sizeof told);
    return vet_64(page) == at / page_size && (vet_16(page + 10) & ~VET_DIRTY) == VET_OVERFLOW &&
           told == (VET_HEADER + size + page_size - 1) / page_size;
}
