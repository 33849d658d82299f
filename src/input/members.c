#include "input/members.h"

#include "base/buffer.h"
#include "base/temporary.h"
#include "base/utf8.h"
#include "input/extract.h"
#include "text/decode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMBERS_SEPARATOR '!' /* between an archive's id and a member's name */

static void archive_clear(lt_archive *archive)
{
    lt_helper_end(&archive->helper);
    if (archive->file >= 0) {
        close(archive->file);
    }
    free(archive->path);
    free(archive->id);
}

void lt_members_clear(lt_members *members)
{
    while (members->depth > 0) {
        archive_clear(&members->open[--members->depth]);
    }
    free(members->path);
    free(members->id);
    *members = (lt_members){.limits = members->limits};
}

int lt_members_push(lt_members *members, lt_helper *helper, const char *path, const char *id, uint64_t size,
                    leitong_error *error)
{
    lt_archive archive = {.helper = *helper, .file = -1};
    int code = 0;
    *helper = (lt_helper){.pipe = -1};
    if (members->depth == LT_MEMBERS_DEPTH) {
        code = lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                           "is an archive in %d others, one in the other: unpack it", LT_MEMBERS_DEPTH);
        goto failed;
    }
    archive.path = strdup(path);
    archive.id = strdup(id);
    if (archive.path == NULL || archive.id == NULL) {
        code = lt_error_memory(error);
        goto failed;
    }
    archive.helper.path = archive.path;
    LT_TRY_GOTO(failed, lt_temporary_open(lt_temporary_place(members->limits.tmpdir), &archive.file, error));
    if (members->depth == 0) {
        members->packed = size;
        members->total = 0;
    }
    members->open[members->depth++] = archive;
    return 0;
failed:
    archive_clear(&archive);
    return code;
}

/* ---- names ---- */

/* Whether it leads nowhere else: no part is `..`, and it doesn't begin at a root or a drive. */
static bool member_is_safe(const char *name)
{
    if (name[0] == '/' || name[0] == '\\' || (name[0] != '\0' && name[1] == ':')) {
        return false;
    }
    for (const char *part = name; part != NULL;) {
        size_t size = strcspn(part, "/\\");
        if (size == 2 && part[0] == '.' && part[1] == '.') {
            return false;
        }
        part = part[size] != '\0' ? part + size + 1 : NULL;
    }
    return true;
}

/* Letters of GB 2312 alone, as Windows in China writes names into a zip. */
static bool member_is_gb2312(const uint8_t *name, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (name[i] < 0x80) {
            continue;
        }
        if (name[i] < 0xA1 || name[i] > 0xF7 || i + 1 == size || name[i + 1] < 0xA1 || name[i + 1] == 0xFF) {
            return false;
        }
        i++;
    }
    return true;
}

/* `stem`, and where there is a name the separator and the name in UTF-8, at *to. */
static int member_join(char **to, size_t *capacity, const char *stem, const lt_decoded *name, leitong_error *error)
{
    size_t at = strlen(stem);
    LT_TRY(LT_RESERVE(*to, *capacity, at + 1 + 4 * name->size + 1, error));
    memcpy(*to, stem, at);
    if (name->size > 0) {
        (*to)[at++] = MEMBERS_SEPARATOR;
    }
    for (size_t from = 0; from < name->size;) {
        size_t length = lt_utf8_sequence(name->text + from, name->size - from);
        if (length > 0) {
            memcpy(*to + at, name->text + from, length);
        } else {
            snprintf(*to + at, 5, "\\x%02X", (unsigned)name->text[from]);
        }
        at += length > 0 ? length : 4;
        from += length > 0 ? length : 1;
    }
    (*to)[at] = '\0';
    return 0;
}

/* Path and id of a member; of one without a name (a file compressed by itself) those of the archive. */
static int member_name(lt_members *members, const lt_archive *archive, const uint8_t *bytes, size_t size,
                       leitong_error *error)
{
    leitong_error ignored;
    lt_decoded decoded;
    size = size > 0 ? strnlen((const char *)bytes, size) : 0;
    while (size >= 2 && bytes[0] == '.' && bytes[1] == '/') {
        bytes += 2;
        size -= 2;
    }
    lt_decoded name = {.text = bytes, .size = size};
    lt_encoded source = {bytes, size, LT_ENCODING_GB18030, ""};
    bool is_decoded = size > 0 && lt_utf8_fault(bytes, size) < size && member_is_gb2312(bytes, size) &&
                      lt_decode(&source, &decoded, NULL, &ignored) == 0;
    name = is_decoded ? decoded : name;
    int code = member_join(&members->path, &members->path_capacity, archive->path, &name, error);
    if (code == 0) {
        code = member_join(&members->id, &members->id_capacity, archive->id, &name, error);
    }
    if (is_decoded) {
        lt_decoded_clear(&decoded);
    }
    return code;
}

/* ---- what is in it ---- */

static void member_fault(const lt_members *members, lt_member *member, const char *reason, const char *words)
{
    member->kind = LT_MEMBER_LEFT_OUT;
    member->reason = reason;
    (void)lt_error_at(&member->fault, LEITONG_EINPUT, members->path, LEITONG_NO_OFFSET, "%s", words);
}

static int member_begin(lt_members *members, const lt_archive *archive, const lt_frame *frame, lt_member *member,
                        leitong_error *error)
{
    LT_TRY(member_name(members, archive, frame->bytes, frame->size, error));
    *member = (lt_member){.kind = LT_MEMBER_FILE, .path = members->path, .id = members->id, .file = archive->file};
    size_t stem = strlen(archive->path);
    if (members->path[stem] != '\0' && !member_is_safe(members->path + stem + 1)) {
        member_fault(members, member, LT_FAULT_NAME,
                     "has a name that leads out of its archive, as no honest one does: unpack it with care");
    }
    return ftruncate(archive->file, 0) == 0 ? 0 : lt_error_system(error, archive->path, "can't empty a temporary file");
}

/* A piece of a member; what is over a limit is passed over. */
static int member_data(lt_members *members, const lt_archive *archive, const lt_frame *frame, lt_member *member,
                       leitong_error *error)
{
    char words[160];
    members->total += frame->size;
    if (member->kind == LT_MEMBER_LEFT_OUT) {
        return 0;
    }
    if (frame->size > members->limits.size - member->size) {
        snprintf(words, sizeof words,
                 "more than %" PRIu64 " bytes, the limit of a document; max_document (--max-document) raises it",
                 members->limits.size);
        member_fault(members, member, LT_FAULT_TOO_LARGE, words);
        return 0;
    }
    const char *folder = lt_temporary_place(members->limits.tmpdir);
    LT_TRY(lt_temporary_write(archive->file, folder, member->size, frame->bytes, frame->size, error));
    member->size += frame->size;
    return 0;
}

/* Why a member is left out: the frame's reason, words and the member's name. */
static int member_left_out(lt_members *members, const lt_archive *archive, const lt_frame *frame, lt_member *member,
                           leitong_error *error)
{
    const uint8_t *end = frame->bytes + frame->size;
    const uint8_t *words = frame->size > 0 ? memchr(frame->bytes, '\0', frame->size) : NULL;
    const uint8_t *name = words != NULL ? memchr(words + 1, '\0', (size_t)(end - words - 1)) : NULL;
    LT_TRY(member_name(members, archive, name != NULL ? name + 1 : end, name != NULL ? (size_t)(end - name - 1) : 0,
                       error));
    *member = (lt_member){.kind = LT_MEMBER_LEFT_OUT, .path = members->path, .id = members->id};
    (void)lt_extract_fault(frame, members->path, &member->reason, &member->fault);
    return 0;
}

/* The innermost archive's end; `reason`: why it was not read to its last member. */
static void members_pop(lt_members *members, lt_member *member, const char *reason, const leitong_error *fault)
{
    *member = (lt_member){.kind = LT_MEMBER_NONE, .reason = reason};
    if (fault != NULL) {
        member->fault = *fault;
    }
    archive_clear(&members->open[--members->depth]);
}

/* All that came out so far is more than any honest archive holds: none of those open is read on. */
static void members_bomb(lt_members *members, lt_member *member)
{
    leitong_error fault;
    (void)lt_error_at(&fault, LEITONG_EINPUT, members->open[0].path, LEITONG_NO_OFFSET,
                      "unpacks to more than 1 GiB and %u times its size, as no honest archive does; max_ratio "
                      "(--max-ratio) lets it pass",
                      members->limits.ratio);
    while (members->depth > 1) {
        archive_clear(&members->open[--members->depth]);
    }
    members_pop(members, member, LT_FAULT_TOO_LARGE, &fault);
}

/* One frame; *ret_done when the member, or the archive, is told. `is_open`: a member is being told. */
static int members_frame(lt_members *members, const lt_frame *frame, bool *is_open, lt_member *member, bool *ret_done,
                         leitong_error *error)
{
    lt_archive *archive = &members->open[members->depth - 1];
    leitong_error fault;
    const char *reason = LT_FAULT_FAILED;
    *ret_done = true;
    if (frame->kind == LT_FRAME_LEFT_OUT) {
        return member_left_out(members, archive, frame, member, error);
    }
    if (frame->kind == LT_FRAME_MEMBER && !*is_open) {
        *is_open = true;
        *ret_done = false;
        return member_begin(members, archive, frame, member, error);
    }
    if (frame->kind == LT_FRAME_DATA && *is_open) {
        LT_TRY(member_data(members, archive, frame, member, error));
        *ret_done = members->total > LT_STREAM_RATIO_FROM && members->total / members->limits.ratio > members->packed;
        if (*ret_done) {
            members_bomb(members, member);
        }
        return 0;
    }
    if (frame->kind == LT_FRAME_CLOSED && *is_open) {
        return 0;
    }
    if (frame->kind == LT_FRAME_END && !*is_open) {
        members_pop(members, member, NULL, NULL);
        return 0;
    }
    if (frame->kind == LT_FRAME_FAULT) {
        (void)lt_extract_fault(frame, archive->path, &reason, &fault);
    } else {
        (void)lt_error_at(&fault, LEITONG_EINPUT, archive->path, LEITONG_NO_OFFSET,
                          "could not be read: its reader said what none says");
    }
    members_pop(members, member, reason, &fault);
    return 0;
}

int lt_members_next(lt_members *members, lt_member *ret_member, leitong_error *error)
{
    bool is_open = false;
    bool is_done = false;
    *ret_member = (lt_member){.kind = LT_MEMBER_NONE};
    while (!is_done) {
        lt_frame frame = {0};
        leitong_error fault = {0};
        lt_helper *helper = &members->open[members->depth - 1].helper;
        int code = lt_helper_next(helper, &frame, &fault);
        if (code == LEITONG_EINPUT) {
            members_pop(members, ret_member, helper->reason, &fault);
            return 0;
        }
        if (code != 0) {
            if (error != NULL) {
                *error = fault;
            }
            return code;
        }
        LT_TRY(members_frame(members, &frame, &is_open, ret_member, &is_done, error));
    }
    return 0;
}
