#include "base/sorted_run_file.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/temporary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "structs and records are written as they lie in memory");

#define RUN_MAGIC "LTRUN\r\n\x1A"
#define RUN_VERSION 1U
#define RUN_STAGE (4U * LT_SORTED_RUN_BLOCK) /* bytes written together: blocks of many lanes may be small */

typedef struct run_header {
    char magic[8];
    uint32_t version, record_size, lanes, zero;
    uint64_t check;
} run_header;

typedef struct run_block_header {
    uint64_t check;
    uint32_t lane, count;
} run_block_header;

typedef struct run_entry {
    uint64_t offset;
    uint32_t lane, count;
} run_entry;

typedef struct run_footer {
    uint64_t directory, blocks, check;
    char magic[8];
} run_footer;

_Static_assert(sizeof(run_header) == 32 && sizeof(run_block_header) == LT_SORTED_RUN_BLOCK_HEADER, "format");
_Static_assert(sizeof(run_entry) == 16 && sizeof(run_footer) == 32, "format");

struct lt_sorted_run_file {
    int file;
    const char *folder; /* the caller's, for messages */
    unsigned record_size, lanes;
    uint64_t size;        /* bytes, staged ones included */
    unsigned char *stage; /* the last `staged` of them; NULL once finished */
    size_t staged;
    run_entry *entries;
    size_t entry_count, entry_capacity;
    size_t largest; /* block, bytes */
};

static int run_damaged(const lt_sorted_run_file *file, uint64_t offset, const char *what, leitong_error *error)
{
    return lt_error_at(error, LEITONG_EDAMAGED, file->folder, offset,
                       "the %s of a temporary sorted run is damaged; the disk or somebody changed it: run again", what);
}

static int run_flush(lt_sorted_run_file *file, leitong_error *error)
{
    LT_TRY(lt_temporary_write(file->file, file->folder, file->size - file->staged, file->stage, file->staged, error));
    file->staged = 0;
    return 0;
}

/* *ret_at: room for `size` ≤ RUN_STAGE bytes at the file's end. */
static int run_stage(lt_sorted_run_file *file, size_t size, unsigned char **ret_at, leitong_error *error)
{
    if (size > RUN_STAGE - file->staged) {
        LT_TRY(run_flush(file, error));
    }
    *ret_at = file->stage + file->staged;
    file->staged += size;
    file->size += size;
    return 0;
}

static int run_begin(lt_sorted_run_file *file, leitong_error *error)
{
    unsigned char *at;
    LT_TRY(run_stage(file, sizeof(run_header), &at, error));
    run_header header = {RUN_MAGIC, RUN_VERSION, file->record_size, file->lanes, 0, 0};
    header.check = lt_hash_64(&header, offsetof(run_header, check));
    memcpy(at, &header, sizeof header);
    return 0;
}

int lt_sorted_run_file_new(const char *folder, unsigned record_size, unsigned lanes, uint64_t expected,
                           lt_sorted_run_file **ret_file, leitong_error *error)
{
    int code = 0;
    lt_sorted_run_file *file = calloc(1, sizeof *file);
    if (file == NULL) {
        return lt_error_memory(error);
    }
    file->file = -1;
    file->folder = folder;
    file->record_size = record_size;
    file->lanes = lanes;
    file->stage = malloc(RUN_STAGE);
    if (file->stage == NULL) {
        code = lt_error_memory(error);
        goto done;
    }
    LT_TRY_GOTO(done, lt_temporary_open(folder, &file->file, error));
    /* Every lane may end in a block that is not full. */
    uint64_t blocks = lanes + expected / (LT_SORTED_RUN_BLOCK / 2);
    LT_TRY_GOTO(done, lt_temporary_room(file->file, folder,
                                        expected + blocks * (LT_SORTED_RUN_BLOCK_HEADER + sizeof(run_entry)) +
                                            sizeof(run_header) + sizeof(run_footer),
                                        error));
    LT_TRY_GOTO(done, run_begin(file, error));
    *ret_file = file;
    file = NULL;
done:
    lt_sorted_run_file_free(file);
    return code;
}

void lt_sorted_run_file_free(lt_sorted_run_file *file)
{
    if (file == NULL) {
        return;
    }
    if (file->file >= 0) {
        close(file->file);
    }
    free(file->stage);
    free(file->entries);
    free(file);
}

int lt_sorted_run_file_append(lt_sorted_run_file *file, unsigned lane, const void *records, size_t count,
                              leitong_error *error)
{
    size_t bytes = count * file->record_size;
    LT_TRY(LT_RESERVE(file->entries, file->entry_capacity, file->entry_count + 1, error));
    uint64_t offset = file->size;
    unsigned char *at;
    LT_TRY(run_stage(file, LT_SORTED_RUN_BLOCK_HEADER + bytes, &at, error));
    run_block_header header = {0, lane, (uint32_t)count};
    memcpy(at, &header, sizeof header);
    memcpy(at + sizeof header, records, bytes);
    header.check = lt_hash_64(at + sizeof header.check, LT_SORTED_RUN_BLOCK_HEADER - sizeof header.check + bytes);
    memcpy(at, &header.check, sizeof header.check);
    file->entries[file->entry_count++] = (run_entry){offset, lane, (uint32_t)count};
    return 0;
}

/* XXH3 of directory and footer. Both lie side by side in `entries`, which has room for the footer behind the last. */
static uint64_t run_check(const lt_sorted_run_file *file)
{
    return lt_hash_64(file->entries, file->entry_count * sizeof *file->entries + offsetof(run_footer, check));
}

static int run_put_directory(lt_sorted_run_file *file, leitong_error *error)
{
    size_t bytes = file->entry_count * sizeof *file->entries;
    LT_TRY(LT_RESERVE(file->entries, file->entry_capacity, file->entry_count + 2, error));
    LT_TRY(run_flush(file, error));
    run_footer footer = {file->size, file->entry_count, 0, RUN_MAGIC};
    unsigned char *end = (unsigned char *)file->entries + bytes;
    memcpy(end, &footer, sizeof footer);
    footer.check = run_check(file);
    memcpy(end, &footer, sizeof footer);
    LT_TRY(lt_temporary_write(file->file, file->folder, file->size, file->entries, bytes + sizeof footer, error));
    file->size += bytes + sizeof footer;
    return 0;
}

static int run_check_header(const lt_sorted_run_file *file, leitong_error *error)
{
    run_header header;
    LT_TRY(lt_temporary_read(file->file, file->folder, 0, &header, sizeof header, error));
    if (memcmp(header.magic, RUN_MAGIC, sizeof header.magic) != 0 || header.version != RUN_VERSION ||
        header.record_size != file->record_size || header.lanes != file->lanes || header.zero != 0 ||
        header.check != lt_hash_64(&header, offsetof(run_header, check))) {
        return run_damaged(file, 0, "header", error);
    }
    return 0;
}

/* The directory says where blocks are and how large: every number is checked before one is believed. */
static int run_check_entries(lt_sorted_run_file *file, uint64_t directory, leitong_error *error)
{
    uint64_t expected = sizeof(run_header);
    uint32_t lane = 0;
    size_t most = (LT_SORTED_RUN_BLOCK - LT_SORTED_RUN_BLOCK_HEADER) / file->record_size;
    for (size_t i = 0; i < file->entry_count; i++) {
        const run_entry *entry = &file->entries[i];
        if (entry->offset != expected || entry->lane < lane || entry->lane >= file->lanes || entry->count == 0 ||
            entry->count > most) {
            return run_damaged(file, directory + i * sizeof *entry, "directory", error);
        }
        size_t bytes = LT_SORTED_RUN_BLOCK_HEADER + (size_t)entry->count * file->record_size;
        file->largest = LT_MAX(bytes, file->largest);
        lane = entry->lane;
        expected += bytes;
    }
    return expected == directory ? 0 : run_damaged(file, directory, "directory", error);
}

static int run_load(lt_sorted_run_file *file, leitong_error *error)
{
    LT_TRY(run_check_header(file, error));
    uint64_t footer_at = file->size - sizeof(run_footer);
    run_footer footer;
    LT_TRY(lt_temporary_read(file->file, file->folder, footer_at, &footer, sizeof footer, error));
    if (memcmp(footer.magic, RUN_MAGIC, sizeof footer.magic) != 0 || footer.directory > footer_at ||
        (footer_at - footer.directory) % sizeof(run_entry) != 0 ||
        (footer_at - footer.directory) / sizeof(run_entry) != footer.blocks) {
        return run_damaged(file, footer_at, "footer", error);
    }
    file->entry_count = footer.blocks;
    LT_TRY(LT_RESERVE(file->entries, file->entry_capacity, file->entry_count + 2, error));
    LT_TRY(lt_temporary_read(file->file, file->folder, footer.directory, file->entries,
                             (size_t)(file->size - footer.directory), error));
    if (footer.check != run_check(file)) {
        return run_damaged(file, footer.directory, "directory", error);
    }
    return run_check_entries(file, footer.directory, error);
}

int lt_sorted_run_file_finish(lt_sorted_run_file *file, leitong_error *error)
{
    LT_TRY(run_put_directory(file, error));
    free(file->stage);
    file->stage = NULL;
    return run_load(file, error);
}

/* The first entry of `lane` or a higher one. */
static size_t run_lower_bound(const lt_sorted_run_file *file, uint64_t lane)
{
    size_t low = 0;
    LT_LOWER_BOUND(low, file->entry_count, middle, file->entries[middle].lane < lane);
    return low;
}

void lt_sorted_run_file_lane(const lt_sorted_run_file *file, unsigned lane, size_t *ret_begin, size_t *ret_end)
{
    *ret_begin = run_lower_bound(file, lane);
    *ret_end = run_lower_bound(file, (uint64_t)lane + 1);
}

size_t lt_sorted_run_file_largest(const lt_sorted_run_file *file)
{
    return file->largest;
}

int lt_sorted_run_file_read(const lt_sorted_run_file *file, size_t block, void *buffer, const void **ret_records,
                            size_t *ret_count, leitong_error *error)
{
    const run_entry *entry = &file->entries[block];
    size_t bytes = LT_SORTED_RUN_BLOCK_HEADER + (size_t)entry->count * file->record_size;
    LT_TRY(lt_temporary_read(file->file, file->folder, entry->offset, buffer, bytes, error));
    run_block_header header;
    memcpy(&header, buffer, sizeof header);
    const unsigned char *at = buffer;
    if (header.lane != entry->lane || header.count != entry->count ||
        header.check != lt_hash_64(at + sizeof header.check, bytes - sizeof header.check)) {
        return lt_error_at(error, LEITONG_EDAMAGED, file->folder, entry->offset,
                           "block %zu (lane %" PRIu32 ") of a temporary sorted run is damaged; the disk or somebody "
                           "changed it: run again",
                           block, entry->lane);
    }
    *ret_records = at + LT_SORTED_RUN_BLOCK_HEADER;
    *ret_count = entry->count;
    return 0;
}
