#include "input/extract.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define EXTRACT_KEEP ((size_t)16 << 20) /* more room than this isn't kept for the next file */
#define EXTRACT_WORDS 300               /* bytes of a message that are shown */

static const char *const extract_reasons[] = LT_FAULT_WORDS;
static const char *const extract_notes[LT_NOTES] = LT_NOTE_WORDS;

int lt_extract_fault(const lt_frame *frame, const char *path, const char **ret_reason, leitong_error *error)
{
    char words[EXTRACT_WORDS];
    const char *text = (const char *)frame->bytes;
    size_t reason_size = strnlen(text, frame->size);
    size_t at = LT_MIN(reason_size + 1, frame->size);
    size_t size = LT_MIN(strnlen(text + at, frame->size - at), sizeof words - 1);
    size = lt_utf8_fault(frame->bytes + at, size);
    for (size_t i = 0; i < size; i++) {
        bool is_control = (uint8_t)text[at + i] < ' ' || text[at + i] == 0x7F;
        words[i] = text[at + i];
        if (is_control) {
            words[i] = ' ';
        }
    }
    words[size] = '\0';
    *ret_reason = LT_FAULT_FAILED;
    for (size_t i = 0; i < sizeof extract_reasons / sizeof extract_reasons[0]; i++) {
        bool is_it = strlen(extract_reasons[i]) == reason_size && memcmp(extract_reasons[i], text, reason_size) == 0;
        *ret_reason = is_it ? extract_reasons[i] : *ret_reason;
    }
    return lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "%s",
                       size > 0 ? words : "its reader says no more than that it can't be read");
}

static int extract_nonsense(lt_extract *extract, const char *path, leitong_error *error)
{
    extract->reason = LT_FAULT_FAILED;
    return lt_error_at(error, LEITONG_EINPUT, path, LEITONG_NO_OFFSET,
                       "could not be read: its reader said what none says");
}

static int extract_text(lt_extract *extract, const lt_helper_job *job, const lt_frame *frame, leitong_error *error)
{
    if (frame->size > job->max_text - extract->size) {
        extract->reason = LT_FAULT_TOO_LARGE;
        return lt_error_at(error, LEITONG_EINPUT, job->path, job->max_text,
                           "more than %" PRIu64 " bytes of text, which is the limit of a document; max_document "
                           "(--max-document) raises it",
                           job->max_text);
    }
    LT_TRY(LT_RESERVE(extract->text, extract->capacity, extract->size + frame->size + 1, error));
    if (frame->size > 0) {
        memcpy(extract->text + extract->size, frame->bytes, frame->size);
    }
    extract->size += frame->size;
    return 0;
}

/* A word and a number; what is neither counts nothing. */
static void extract_count(lt_extract *extract, const lt_frame *frame)
{
    size_t word = strnlen((const char *)frame->bytes, frame->size);
    uint64_t count = 0;
    for (size_t i = word + 1; i < frame->size && i < word + 19 && frame->bytes[i] >= '0' && frame->bytes[i] <= '9';
         i++) {
        count = count * 10 + (frame->bytes[i] - '0');
    }
    for (size_t i = 0; i < LT_NOTES; i++) {
        bool is_it = strlen(extract_notes[i]) == word && memcmp(extract_notes[i], frame->bytes, word) == 0;
        extract->notes[i] += is_it ? count : 0;
    }
}

/* A word and a value: UTF-8, a line, of the length that one may have; what is not is no property. */
static int extract_property(lt_extract *extract, const lt_frame *frame, leitong_error *error)
{
    static const char *const words[LT_PROPERTIES] = LT_PROPERTY_WORDS;
    size_t word = strnlen((const char *)frame->bytes, frame->size);
    const uint8_t *value = frame->bytes + word + 1;
    size_t size = frame->size > word ? frame->size - word - 1 : 0;
    if (size == 0 || size > LT_PROPERTY_LONGEST || memchr(value, '\0', size) != NULL ||
        lt_utf8_fault(value, size) < size) {
        return 0;
    }
    for (size_t i = 0; i < LT_PROPERTIES; i++) {
        if (extract->properties[i] != NULL || strlen(words[i]) != word || memcmp(words[i], frame->bytes, word) != 0) {
            continue;
        }
        char *copy = strndup((const char *)value, size);
        if (copy == NULL) {
            return lt_error_memory(error);
        }
        for (char *c = copy; *c != '\0'; c++) {
            *c = (char)((uint8_t)*c < ' ' || *c == 0x7F ? ' ' : *c);
        }
        extract->properties[i] = copy;
    }
    return 0;
}

static void extract_forget(lt_extract *extract)
{
    for (size_t i = 0; i < LT_PROPERTIES; i++) {
        free(extract->properties[i]);
        extract->properties[i] = NULL;
    }
    memset(extract->notes, 0, sizeof extract->notes);
}

void lt_extract_clear(lt_extract *extract)
{
    free(extract->text);
    extract_forget(extract);
    lt_helper_place_clear(&extract->place);
    *extract = (lt_extract){.program = extract->program};
}

const char *lt_extract_note_word(lt_note note)
{
    return extract_notes[note];
}

void lt_extract_note(lt_note note, uint64_t count, const char *path, leitong_error *ret_words)
{
    static const char *const words[LT_NOTES] = {
        [LT_NOTE_HIDDEN] = "letters of it are hidden text, which is not compared",
        [LT_NOTE_HEADER] = "lines of it are headers, footers and page numbers, which are not compared",
        [LT_NOTE_ATTACHMENT] = "attachments of it are not read: save them and name them",
    };
    (void)lt_error_at(ret_words, LEITONG_EINPUT, path, LEITONG_NO_OFFSET, "%" PRIu64 " %s", count, words[note]);
}

/* All that the helper says. */
static int extract_listen(lt_extract *extract, lt_helper *helper, const lt_helper_job *job, leitong_error *error)
{
    for (;;) {
        lt_frame frame;
        extract->reason = LT_FAULT_FAILED;
        int code = lt_helper_next(helper, &frame, error);
        if (code != 0) {
            extract->reason = helper->reason;
            return code;
        }
        switch (frame.kind) {
        case LT_FRAME_TEXT:
            LT_TRY(extract_text(extract, job, &frame, error));
            break;
        case LT_FRAME_NOTE:
            extract_count(extract, &frame);
            break;
        case LT_FRAME_PROPERTY:
            LT_TRY(extract_property(extract, &frame, error));
            break;
        case LT_FRAME_ARCHIVE:
            extract->is_archive = true;
            return extract->size == 0 ? 0 : extract_nonsense(extract, job->path, error);
        case LT_FRAME_FAULT:
            return lt_extract_fault(&frame, job->path, &extract->reason, error);
        case LT_FRAME_END:
            return lt_utf8_fault(extract->text, extract->size) == extract->size
                       ? 0
                       : extract_nonsense(extract, job->path, error);
        default:
            return extract_nonsense(extract, job->path, error);
        }
    }
}

int lt_extract_read(lt_extract *extract, const lt_helper_job *job, leitong_error *error)
{
    lt_helper *helper = &extract->helper;
    *helper = (lt_helper){.pipe = -1};
    extract->size = 0;
    extract_forget(extract);
    extract->is_archive = false;
    if (extract->capacity > EXTRACT_KEEP) {
        free(extract->text);
        extract->text = NULL;
        extract->capacity = 0;
    }
    extract->reason = LT_FAULT_NO_READER;
    LT_TRY(LT_RESERVE(extract->text, extract->capacity, 1, error));
    LT_TRY(lt_helper_find(&extract->place, extract->program, error));
    int code = lt_helper_start(helper, &extract->place, job, error);
    if (code == 0) {
        code = extract_listen(extract, helper, job, error);
    } else {
        extract->reason = helper->reason;
    }
    if (code != 0 || !extract->is_archive) {
        lt_helper_end(helper);
    }
    return code;
}
