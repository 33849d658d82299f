#include "extract/package.h"

#include "base/compare.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PACKAGE_END ((size_t)22 + 65535) /* bytes from the last directory record's beginning: itself and a comment */

struct lt_part {
    struct archive *archive;
    lt_sink *sink;
};

static int package_damaged(lt_sink *sink, leitong_error *error)
{
    return lt_sink_refuse(sink, LT_FAULT_DAMAGED, error,
                          "is damaged or cut off: fetch it again, or open it in its program and save it again");
}

int lt_package_check(const lt_package *package, leitong_error *error)
{
    size_t tail = LT_MIN(package->size, PACKAGE_END);
    bool is_whole = memmem(package->bytes + (package->size - tail), tail, "PK\x05\x06", 4) != NULL;
    return is_whole ? 0 : package_damaged(package->sink, error);
}

static int package_fault(struct archive *archive, lt_sink *sink, leitong_error *error)
{
    if (archive_errno(archive) == ENOMEM) {
        return lt_error_memory(error);
    }
    return package_damaged(sink, error);
}

void lt_part_close(lt_part *part)
{
    if (part != NULL) {
        archive_read_free(part->archive);
        free(part);
    }
}

/* The part's place in the directory. */
static int part_find(lt_part *part, const lt_package *package, const char *name, bool *ret_found, leitong_error *error)
{
    struct archive_entry *entry;
    int state;
    *ret_found = false;
    if (archive_read_support_format_zip_seekable(part->archive) != ARCHIVE_OK ||
        archive_read_open_memory(part->archive, package->bytes, package->size) != ARCHIVE_OK) {
        return package_fault(part->archive, part->sink, error);
    }
    while ((state = archive_read_next_header(part->archive, &entry)) == ARCHIVE_OK || state == ARCHIVE_WARN) {
        const char *path = archive_entry_pathname(entry);
        if (path == NULL || strcmp(path, name) != 0) {
            continue;
        }
        *ret_found = true;
        return archive_entry_is_encrypted(entry) == 0
                   ? 0
                   : lt_sink_refuse(part->sink, LT_FAULT_ENCRYPTED, error,
                                    "is protected by a password: open it in its program and save it without one");
    }
    return state == ARCHIVE_EOF ? 0 : package_fault(part->archive, part->sink, error);
}

int lt_part_open(const lt_package *package, const char *name, lt_part **ret_part, leitong_error *error)
{
    lt_part *part = calloc(1, sizeof *part);
    if (part == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    bool is_found = false;
    part->sink = package->sink;
    part->archive = archive_read_new();
    if (part->archive == NULL) {
        free(part);
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(failed, part_find(part, package, name, &is_found, error));
    if (!is_found) {
        goto failed;
    }
    *ret_part = part;
    return 0;
failed:
    lt_part_close(part);
    if (code == 0) {
        *ret_part = NULL;
    }
    return code;
}

int lt_part_read(lt_part *part, void *out, size_t capacity, size_t *ret_size, leitong_error *error)
{
    la_ssize_t got;
    do {
        got = archive_read_data(part->archive, out, capacity);
    } while (got == ARCHIVE_RETRY);
    if (got < 0) {
        return package_fault(part->archive, part->sink, error);
    }
    *ret_size = (size_t)got;
    return 0;
}
