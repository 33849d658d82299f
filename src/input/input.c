#include "leitong/document.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/open_file.h"
#include "base/root.h"
#include "base/utf8.h"
#include "input/content.h"
#include "input/extract.h"
#include "input/members.h"
#include "input/metadata.h"
#include "input/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The strings of leitong_input_options, copied, in the struct's order. */
#define INPUT_STRINGS 11

/* The file that is being read: an entry of the walk, or a member of an archive. */
typedef struct input_file {
    const char *path; /* for messages */
    lt_entry_kind kind;
    int file;
    uint64_t size; /* bytes on disk, 0 where unknown */
} input_file;

struct leitong_input {
    leitong_input_options options; /* strings point to `strings` */
    char *strings[INPUT_STRINGS];
    lt_walk walk;
    size_t next;    /* entry */
    uint64_t done;  /* bytes on disk of entries that are finished */
    int descriptor; /* of the entry at hand; −1: none, or not ours */
    lt_stream stream;
    lt_stream_limits limits; /* of a document */
    lt_records records;
    lt_extract extract;
    lt_members members;
    input_file now;
    const char *reason; /* why the entry at hand can't be read, after LEITONG_EINPUT */
    enum { INPUT_BETWEEN, INPUT_IN_TEXT, INPUT_IN_DOCUMENT, INPUT_IN_RECORDS } state;
    lt_metadata metadata;
    size_t metadata_row; /* the next to be looked at for having been of no use */
    lt_hash_set ids;
    char lossy[64]; /* the encoding of plain files, if they are read so */
    char *id;       /* made up for a document without an id of its own */
    size_t id_capacity;
    lt_root root;
    char *name;       /* the entry's path in full, in UTF-8 … */
    const char *file; /* … and the part of it that is the file's id */
    size_t name_capacity;
};

static int input_options(leitong_input *input, const leitong_input_options *options, leitong_error *error)
{
    static const leitong_input_options usual = LEITONG_INPUT_OPTIONS_INIT;
    input->options = options != NULL ? *options : usual;
    if (input->options.struct_size != sizeof *options) {
        return lt_error_set(error, LEITONG_EUSAGE,
                            "input options are of another size; begin with LEITONG_INPUT_OPTIONS_INIT");
    }
    if (input->options.text_field == NULL || input->options.text_field[0] == '\0') {
        return lt_error_set(error, LEITONG_EUSAGE, "text_field must name the member that holds the text");
    }
    const leitong_input_options *o = &input->options;
    if (o->max_document < 1 || o->max_document > LEITONG_DOCUMENT_LARGEST || o->max_record < 1 ||
        o->max_record > LEITONG_DOCUMENT_LARGEST || o->max_ratio < 1) {
        return lt_error_set(error, LEITONG_EUSAGE,
                            "max_document and max_record must be 1 to %" PRIu64 " bytes, max_ratio at least 1",
                            LEITONG_DOCUMENT_LARGEST);
    }
    const char **each[INPUT_STRINGS] = {
        &input->options.text_field, &input->options.id_field,     &input->options.title_field,
        &input->options.date_field, &input->options.series_field, &input->options.author_field,
        &input->options.metadata,   &input->options.encoding,     &input->options.root,
        &input->options.tmpdir,     &input->options.extractor};
    for (size_t i = 0; i < INPUT_STRINGS; i++) {
        if (*each[i] == NULL) {
            continue;
        }
        input->strings[i] = strdup(*each[i]);
        if (input->strings[i] == NULL) {
            return lt_error_memory(error);
        }
        *each[i] = input->strings[i];
    }
    if (o->lossy != 0) {
        const char *encoding = o->encoding != NULL ? o->encoding : "auto";
        snprintf(input->lossy, sizeof input->lossy, "%.40s-lossy", encoding);
    }
    input->extract.program = input->options.extractor;
    input->limits = (lt_stream_limits){.size = input->options.max_document,
                                       .ratio = input->options.max_ratio,
                                       .hold = LT_STREAM_HOLD,
                                       .tmpdir = input->options.tmpdir};
    input->members.limits = input->limits;
    return 0;
}

/* `size` bytes of a path behind the first *at of input->name; a byte that is of no UTF-8 becomes \xNN, so that no two
 * names look alike in a result. */
static int input_append(leitong_input *input, const char *path, size_t size, size_t *at, leitong_error *error)
{
    const uint8_t *bytes = (const uint8_t *)path;
    LT_TRY(LT_RESERVE(input->name, input->name_capacity, *at + 4 * size + 1, error));
    for (size_t from = 0; from < size;) {
        size_t length = lt_utf8_sequence(bytes + from, size - from);
        if (length > 0) {
            memcpy(input->name + *at, bytes + from, length);
        } else {
            snprintf(input->name + *at, 5, "\\x%02X", (unsigned)bytes[from]);
        }
        *at += length > 0 ? length : 4;
        from += length > 0 ? length : 1;
    }
    input->name[*at] = '\0';
    return 0;
}

/* What a file is called; standard input is `-`. */
static int input_name(leitong_input *input, const char *path, bool standard_input, leitong_error *error)
{
    const char *whole = path;
    size_t before = 0; /* the id */
    size_t size = 0;
    if (!standard_input) {
        LT_TRY(lt_root_place(&input->root, path, &whole, &before, error));
    }
    LT_TRY(input_append(input, whole, before, &size, error));
    size_t at = size;
    LT_TRY(input_append(input, whole + before, strlen(whole + before), &size, error));
    input->file = input->name + at;
    return 0;
}

/* Reads the table; its rows may name files relative to its folder. */
static int input_metadata(leitong_input *input, leitong_error *error)
{
    LT_TRY(lt_metadata_read(&input->metadata, input->options.metadata, error));
    LT_TRY(input_name(input, input->options.metadata, false, error));
    return lt_metadata_place(&input->metadata, input->name, error);
}

/* Standard input alone is read wherever the root may have gone. */
static bool input_needs_root(const leitong_input *input)
{
    bool needed = input->options.metadata != NULL;
    for (size_t i = 0; !needed && i < input->walk.count; i++) {
        needed = !input->walk.entries[i].standard_input;
    }
    return needed;
}

int leitong_input_open(const char *const *paths, size_t count, const leitong_input_options *options,
                       leitong_input **ret_input, leitong_error *error)
{
    leitong_input *input = calloc(1, sizeof *input);
    if (input == NULL) {
        return lt_error_memory(error);
    }
    int code = 0;
    input->descriptor = -1;
    LT_TRY_GOTO(failed, input_options(input, options, error));
    LT_TRY_GOTO(failed, lt_walk_paths(&input->walk, paths, count, error));
    if (input_needs_root(input)) {
        LT_TRY_GOTO(failed, lt_root_open(&input->root, input->options.root, error));
    }
    if (input->options.metadata != NULL) {
        LT_TRY_GOTO(failed, input_metadata(input, error));
    }
    *ret_input = input;
    return 0;
failed:
    leitong_input_close(input);
    return code;
}

static void input_close(leitong_input *input)
{
    if (input->descriptor >= 0) {
        close(input->descriptor);
    }
    input->descriptor = -1;
}

void leitong_input_close(leitong_input *input)
{
    if (input == NULL) {
        return;
    }
    lt_records_close(&input->records);
    lt_stream_clear(&input->stream);
    lt_extract_clear(&input->extract);
    lt_members_clear(&input->members);
    input_close(input);
    lt_walk_clear(&input->walk);
    lt_metadata_clear(&input->metadata);
    lt_hash_set_clear(&input->ids);
    for (size_t i = 0; i < INPUT_STRINGS; i++) {
        free(input->strings[i]);
    }
    lt_root_clear(&input->root);
    free(input->id);
    free(input->name);
    free(input);
}

int leitong_input_formats(const char *extractor, char **ret_formats, leitong_error *error)
{
    lt_extract extract = {.program = extractor};
    lt_helper_job job = {.format = "versions", .path = "leitong-extract", .file = -1, .max_text = 65536};
    int code = lt_extract_read(&extract, &job, error);
    char *formats = code == 0 ? strndup((const char *)extract.text, extract.size) : NULL;
    lt_extract_clear(&extract);
    if (code == 0 && formats == NULL) {
        return lt_error_memory(error);
    }
    *ret_formats = code == 0 ? formats : *ret_formats;
    return code;
}

void leitong_input_progress(const leitong_input *input, uint64_t *ret_done, uint64_t *ret_total)
{
    bool counts = input->state != INPUT_BETWEEN && input->walk.entries[input->next].kind != LT_ENTRY_UNKNOWN;
    *ret_done = input->done + (counts ? lt_stream_done(&input->stream) : 0);
    *ret_total = input->walk.total_unknown ? 0 : input->walk.total;
}

/* Tells the caller; LEITONG_EINPUT when that ends the input. */
static int input_skip(const leitong_input *input, const char *what, const char *reason, const leitong_error *fault,
                      leitong_error *error)
{
    leitong_skip skip = {what, reason, fault, strcmp(what, "text") == 0};
    if (input->options.skip != NULL && input->options.skip(input->options.skip_context, &skip) != 0) {
        if (error != NULL) {
            *error = *fault;
        }
        return LEITONG_EINPUT;
    }
    return 0;
}

static int input_pass(const leitong_error *fault, leitong_error *error)
{
    if (error != NULL) {
        *error = *fault;
    }
    return fault->code;
}

/* Done with the file at hand, read or not; with the entry, when it was one and no archive, or the last of one. */
static void input_finish(leitong_input *input)
{
    const lt_entry *entry = &input->walk.entries[input->next];
    bool is_stream = entry->kind == LT_ENTRY_STREAM;
    uint64_t done = is_stream && input->descriptor >= 0 ? lt_stream_done(&input->stream) : 0;
    lt_records_close(&input->records);
    lt_stream_close(&input->stream);
    input->state = INPUT_BETWEEN;
    if (input->members.depth > 0) {
        return;
    }
    /* A file counts with the size in the total, even if it was cut short or has grown since. */
    input->done += is_stream ? done : entry->kind == LT_ENTRY_UNKNOWN ? 0 : entry->size;
    input_close(input);
    input->next++;
}

/* `path#line`, and from the second try on `path#line#try`. */
static int input_make_id(leitong_input *input, const leitong_document *document, unsigned attempt, leitong_error *error)
{
    uint64_t line = document->line > 0 ? document->line : 1;
    size_t need = strlen(document->path) + 64;
    LT_TRY(LT_RESERVE(input->id, input->id_capacity, need, error));
    if (attempt == 1) {
        snprintf(input->id, need, "%s#%" PRIu64, document->path, line);
    } else {
        snprintf(input->id, need, "%s#%" PRIu64 "#%u", document->path, line, attempt);
    }
    return 0;
}

/* Gives the document an id that none before had. */
static int input_identify(leitong_input *input, leitong_document *document, leitong_error *error)
{
    bool is_new = false;
    bool named = document->line == 0 || document->id != NULL;
    for (unsigned attempt = named ? 0 : 1; !is_new; attempt++) {
        if (attempt > 0) {
            LT_TRY(input_make_id(input, document, attempt, error));
            document->id = input->id;
        }
        LT_TRY(lt_hash_set_add(&input->ids, document->id, strlen(document->id), &is_new, error));
    }
    return 0;
}

/* The next record; *ret_more false when the file has no more. */
static int input_record(leitong_input *input, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    leitong_error fault = {0};
    leitong_document document;
    for (;;) {
        int code = lt_records_next(&input->records, &document, ret_more, &fault);
        if (code != 0 && code != LEITONG_EINPUT) {
            return input_pass(&fault, error);
        }
        if (code == 0 && !*ret_more) {
            input_finish(input);
            return 0;
        }
        if (code == 0) {
            LT_TRY(input_identify(input, &document, error));
            *ret_document = document;
            return 0;
        }
        bool whole_file = input->records.whole_file;
        const char *reason = input->records.reason;
        if (whole_file) {
            input_finish(input);
        }
        LT_TRY(input_skip(input, whole_file ? "file" : "record", reason, &fault, error));
        if (whole_file) {
            *ret_more = false;
            return 0;
        }
    }
}

/* A document is read from its file, wherever that has one; what comes through a pipe is put into one first. Of an
 * archive the members are read next. */
static int input_extract(leitong_input *input, const char *format, leitong_error *error)
{
    const input_file *now = &input->now;
    lt_helper_job job = {.format = format,
                         .encoding = input->options.encoding,
                         .path = now->path,
                         .file = now->file,
                         .size = now->size,
                         .max_text = input->options.max_document};
    int spool = -1;
    int code = 0;
    if (now->kind == LT_ENTRY_STREAM) {
        LT_TRY_GOTO(done, lt_content_spool(&input->stream, &input->limits, &spool, &job.size, error));
        job.file = spool;
    }
    input->state = INPUT_IN_DOCUMENT;
    code = lt_extract_read(&input->extract, &job, error);
    input->reason = input->extract.reason;
    if (code == 0 && input->extract.is_archive) {
        input->reason = LT_FAULT_DEPTH;
        input->state = INPUT_BETWEEN;
        code = lt_members_push(&input->members, &input->extract.helper, now->path, input->file, job.size, error);
        lt_stream_close(&input->stream);
    }
done:
    if (spool >= 0) {
        close(spool);
    }
    return code;
}

/* Reads the file at hand, whose stream is open, by what it holds. */
static int input_begin(leitong_input *input, leitong_error *error)
{
    lt_content content;
    LT_TRY(lt_content_tell(&input->stream, input->now.kind, &content, &input->reason, error));
    if (content.records != LT_RECORDS_NONE) {
        input->state = INPUT_IN_RECORDS;
        int code =
            lt_records_open(&input->records, content.records, &input->stream, input->file, &input->options, error);
        input->reason = input->records.reason;
        return code;
    }
    if (content.document != NULL) {
        return input_extract(input, content.document, error);
    }
    input->state = INPUT_IN_TEXT;
    int code = lt_stream_fill_all(&input->stream, &input->limits, error);
    input->reason = input->stream.reason;
    return code;
}

/* Begins the file at hand; with a text or a document, reads it whole. */
static int input_start(leitong_input *input, leitong_error *error)
{
    const input_file *now = &input->now;
    int code = lt_stream_open(&input->stream, now->path, now->file, now->size, error);
    input->reason = input->stream.reason;
    return code == 0 ? input_begin(input, error) : code;
}

static int input_open(leitong_input *input, leitong_error *error)
{
    const lt_entry *entry = &input->walk.entries[input->next];
    input->reason = "unreadable";
    LT_TRY(input_name(input, entry->path, entry->standard_input, error));
    if (!entry->standard_input) {
        lt_open_kind kind = entry->kind == LT_ENTRY_STREAM ? LT_OPEN_STREAM : LT_OPEN_REGULAR;
        LT_TRY(lt_open_file(entry->path, kind, LT_OPEN_ANY_SIZE, &input->descriptor, error));
    }
    int file = entry->standard_input ? STDIN_FILENO : input->descriptor;
    input->now = (input_file){entry->path, entry->kind, file, entry->size};
    return input_start(input, error);
}

static int input_text(leitong_input *input, leitong_document *ret_document, leitong_error *error)
{
    leitong_document document = {
        .id = input->file,
        .path = input->file,
        .bytes = input->stream.bytes,
        .size = input->stream.size,
        .encoding = input->lossy[0] != '\0' ? input->lossy : input->options.encoding,
    };
    if (input->state == INPUT_IN_DOCUMENT) {
        document.bytes = input->extract.text;
        document.size = input->extract.size;
        document.encoding = "utf-8";
        document.own_title = input->extract.properties[LT_PROPERTY_TITLE];
        document.own_date = input->extract.properties[LT_PROPERTY_DATE];
        document.own_author = input->extract.properties[LT_PROPERTY_AUTHOR];
    }
    bool is_member = input->members.depth > 0;
    const char *names[] = {input->file, input->now.path, is_member ? input->now.path : input->name};
    const lt_metadata_row *row = NULL;
    for (size_t i = 0; row == NULL && i < sizeof names / sizeof names[0]; i++) {
        row = lt_metadata_find(&input->metadata, names[i]);
    }
    if (row != NULL) {
        document.title = row->title;
        document.date = row->date;
        document.series = row->series;
        document.author = row->author;
    }
    LT_TRY(input_identify(input, &document, error));
    *ret_document = document;
    return 0;
}

/* What input_open or input_start left behind: a text or a document, records or an archive to be read, or a fault. */
static int input_given(leitong_input *input, int code, const leitong_error *fault, leitong_document *ret_document,
                       bool *ret_more, leitong_error *error)
{
    leitong_error words;
    if (code == LEITONG_EINPUT) {
        input_finish(input);
        return input_skip(input, "file", input->reason, fault, error);
    }
    if (code != 0) {
        return input_pass(fault, error);
    }
    for (lt_note note = 0; input->state == INPUT_IN_DOCUMENT && note < LT_NOTES; note++) {
        if (input->extract.notes[note] > 0) {
            lt_extract_note(note, input->extract.notes[note], input->now.path, &words);
            LT_TRY(input_skip(input, "text", lt_extract_note_word(note), &words, error));
        }
    }
    if (input->state == INPUT_IN_TEXT || input->state == INPUT_IN_DOCUMENT) {
        LT_TRY(input_text(input, ret_document, error));
        *ret_more = true;
    }
    return 0;
}

/* Begins the entry at hand. A text leaves a document; a file that can't be read, a skip. */
static int input_entry(leitong_input *input, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    const lt_entry *entry = &input->walk.entries[input->next];
    leitong_error fault = {0};
    int code;
    if (entry->reason != NULL) {
        input->reason = entry->reason;
        code = lt_error_at(&fault, LEITONG_EINPUT, entry->path, LEITONG_NO_OFFSET, "%s",
                           entry->words != NULL ? entry->words : strerror(entry->cause));
    } else {
        code = input_open(input, &fault);
    }
    return input_given(input, code, &fault, ret_document, ret_more, error);
}

/* The next member of the archive that is open. */
static int input_member(leitong_input *input, leitong_document *ret_document, bool *ret_more, leitong_error *error)
{
    lt_member member;
    leitong_error fault = {0};
    LT_TRY(lt_members_next(&input->members, &member, error));
    if (member.kind == LT_MEMBER_NONE && input->members.depth == 0) {
        input_finish(input);
    }
    if (member.kind != LT_MEMBER_FILE) {
        return member.reason != NULL ? input_skip(input, "file", member.reason, &member.fault, error) : 0;
    }
    /* One without a name is what xz or bzip2 packed by itself: its archive's name tells. */
    bool is_named = strcmp(member.path, input->members.open[input->members.depth - 1].path) != 0;
    lt_entry_kind kind = lt_entry_kind_of(member.path, is_named ? LT_ENTRY_UNKNOWN : LT_ENTRY_NAMED);
    input->file = member.id;
    input->now = (input_file){member.path, kind, member.file, member.size};
    int code = lseek(member.file, 0, SEEK_SET) == 0 ? input_start(input, &fault)
                                                    : lt_error_system(&fault, member.path, "can't go to its beginning");
    return input_given(input, code, &fault, ret_document, ret_more, error);
}

/* Rows of the metadata that met no document: a path misspelt would otherwise go unseen. */
static int input_unused_rows(leitong_input *input, leitong_error *error)
{
    leitong_error fault;
    while (input->metadata_row < input->metadata.count) {
        const lt_metadata_row *row = &input->metadata.rows[input->metadata_row++];
        if (row->used) {
            continue;
        }
        lt_error_at(&fault, LEITONG_EINPUT, input->metadata.path, row->offset,
                    "line %" PRIu64 ": no file was read from this path: %.100s", row->line, row->path);
        LT_TRY(input_skip(input, "metadata", "no_such_document", &fault, error));
    }
    return 0;
}

int leitong_input_next(leitong_input *input, leitong_document *ret_document, int *ret_more, leitong_error *error)
{
    bool more = false;
    if (input->state == INPUT_IN_TEXT || input->state == INPUT_IN_DOCUMENT) {
        input_finish(input);
    }
    while (!more && (input->state == INPUT_IN_RECORDS || input->next < input->walk.count)) {
        if (input->state == INPUT_IN_RECORDS) {
            LT_TRY(input_record(input, ret_document, &more, error));
        } else if (input->members.depth > 0) {
            LT_TRY(input_member(input, ret_document, &more, error));
        } else {
            LT_TRY(input_entry(input, ret_document, &more, error));
        }
    }
    if (!more) {
        LT_TRY(input_unused_rows(input, error));
    }
    *ret_more = more;
    return 0;
}
