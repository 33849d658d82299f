#include "extract/package.h"

#include "base/buffer.h"
#include "base/compare.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PACKAGE_PIECE ((size_t)65536)
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

int lt_part_whole(const lt_package *package, const char *name, uint8_t **ret_bytes, size_t *ret_size,
                  leitong_error *error)
{
    lt_part *part;
    uint8_t *bytes = NULL;
    size_t size = 0;
    size_t capacity = 0;
    size_t got = 0;
    int code = 0;
    LT_TRY(lt_part_open(package, name, &part, error));
    while (part != NULL) {
        LT_TRY_GOTO(failed, LT_RESERVE(bytes, capacity, size + PACKAGE_PIECE, error));
        LT_TRY_GOTO(failed, lt_part_read(part, bytes + size, capacity - size - 1, &got, error));
        size += got;
        if (got == 0) {
            bytes[size] = '\0';
            break;
        }
        if (size > package->sink->limit) {
            code = lt_sink_refuse(package->sink, LT_FAULT_TOO_LARGE, error,
                                  "holds a part of more than %" PRIu64
                                  " bytes, the limit of a document; max_document (--max-document) raises it",
                                  package->sink->limit);
            goto failed;
        }
    }
    lt_part_close(part);
    *ret_bytes = bytes;
    *ret_size = size;
    return 0;
failed:
    lt_part_close(part);
    free(bytes);
    return code;
}

static int part_hex(char letter)
{
    unsigned digit = (uint8_t)letter;
    unsigned small = digit | 0x20U;
    if (digit >= '0' && digit <= '9') {
        return (int)(digit - '0');
    }
    return small >= 'a' && small <= 'f' ? (int)(small - 'a') + 10 : -1;
}

/* Takes the last component of out[0 … *size) away; false where there is none. */
static bool part_up(const char *out, size_t *size)
{
    if (*size == 0) {
        return false;
    }
    (*size)--; /* the slash */
    while (*size > 0 && out[*size - 1] != '/') {
        (*size)--;
    }
    return true;
}

void lt_part_target(const char *base, const char *target, char out[LT_PART_NAME])
{
    const char *slash = strrchr(base, '/');
    size_t size = target[0] == '/' || slash == NULL ? 0 : (size_t)(slash - base) + 1;
    bool is_whole = size < LT_PART_NAME;
    memcpy(out, base, is_whole ? size : 0);
    while (is_whole && *target != '\0' && *target != '#') {
        size_t length = strcspn(target, "/#");
        bool is_up = length == 2 && target[0] == '.' && target[1] == '.';
        bool is_here = length == 0 || (length == 1 && target[0] == '.');
        is_whole = size + length + 2 < LT_PART_NAME && (!is_up || part_up(out, &size));
        for (size_t i = 0; is_whole && !is_up && !is_here && i < length; i++) {
            int high = target[i] == '%' && i + 2 < length ? part_hex(target[i + 1]) : -1;
            int low = high >= 0 ? part_hex(target[i + 2]) : -1;
            uint8_t byte = low >= 0 ? (uint8_t)(high * 16 + low) : (uint8_t)target[i];
            memcpy(out + size++, &byte, 1);
            i += low >= 0 ? 2 : 0;
        }
        target += length;
        if (*target == '/') {
            target++;
            if (!is_up && !is_here) {
                out[size++] = '/';
            }
        }
    }
    out[is_whole ? size : 0] = '\0';
}
