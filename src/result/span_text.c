#include "result/span_text.h"

#include "base/buffer.h"
#include "text/decode.h"

#include <stdlib.h>
#include <string.h>

/* A text that grows by pieces. */
typedef struct span_text_buffer {
    char *bytes;
    size_t size, capacity;
} span_text_buffer;

int lt_span_text_utf8(const leitong_result *result, const leitong_span *span, char **ret_text, size_t *ret_size,
                      leitong_error *error)
{
    leitong_error local = {0};
    int code = leitong_result_utf8(result, span, ret_text, ret_size, &local);
    if (code == LEITONG_EINPUT) {
        *ret_text = NULL;
        *ret_size = 0;
        return 0;
    }
    if (code != 0 && error != NULL) {
        *error = local;
    }
    return code;
}

/* The ends of an edit on one side, relative to the passage's begin. */
static void span_text_offsets(const leitong_result_edit *edit, const leitong_span *span, int letter,
                              size_t ret_offsets[2])
{
    ret_offsets[0] = (size_t)((letter == LT_SIDE_A ? edit->a_begin : edit->b_begin) - span->begin);
    ret_offsets[1] = (size_t)((letter == LT_SIDE_A ? edit->a_end : edit->b_end) - span->begin);
}

/* Appends the decoded piece to the text; *ret_kept is false when its source was not kept. */
static int span_text_piece(const leitong_result *result, const leitong_span *piece, span_text_buffer *text,
                           bool *ret_kept, leitong_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    LT_TRY(lt_span_text_utf8(result, piece, &bytes, &size, error));
    if (bytes == NULL) {
        *ret_kept = false;
        return 0;
    }
    int code = 0;
    LT_TRY_GOTO(done, LT_RESERVE(text->bytes, text->capacity, text->size + size + 1, error));
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
    *ret_kept = true;
done:
    free(bytes);
    return code;
}

/* A side in another encoding: its bytes do not give offsets in the text, so it is decoded from cut to cut. */
static int span_text_pieces(const leitong_result *result, const leitong_span *span, size_t count, lt_span_text *side,
                            leitong_error *error)
{
    span_text_buffer text = {0};
    uint64_t at = span->begin;
    bool kept = true;
    int code = 0;
    for (size_t i = 0; kept && i <= count; i++) {
        leitong_span piece = {span->document, at, i < count ? span->begin + side->cuts[i] : span->end};
        LT_TRY_GOTO(done, span_text_piece(result, &piece, &text, &kept, error));
        at = piece.end;
        if (i < count) {
            side->cuts[i] = text.size;
        }
    }
    if (kept) {
        side->text = text.bytes;
        side->size = text.size;
        text.bytes = NULL;
    }
done:
    free(text.bytes);
    return code;
}

lt_span_edits lt_span_edits_exact(const leitong_result *result, const leitong_result_passage *passage)
{
    size_t count;
    return (lt_span_edits){leitong_result_edits(result, &count) + passage->edit_begin, passage->edit_count};
}

lt_span_edits lt_span_edits_shown(const leitong_result *result, const leitong_result_passage *passage)
{
    size_t count;
    return (lt_span_edits){leitong_result_shown_edits(result, &count) + passage->shown_begin, passage->shown_count};
}

int lt_span_text_read(const leitong_result *result, const leitong_result_passage *passage, int letter,
                      const lt_span_edits *edits, lt_span_text *ret_side, leitong_error *error)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    const leitong_span *span = letter == LT_SIDE_A ? &passage->a : &passage->b;
    lt_span_text side = {.cuts = malloc((2 * edits->count + 1) * sizeof *side.cuts)};
    if (side.cuts == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < edits->count; i++) {
        span_text_offsets(&edits->items[i], span, letter, side.cuts + 2 * i);
    }
    int code = 0;
    LT_TRY_GOTO(failed, strcmp(documents[span->document].encoding, "utf-8") == 0
                            ? lt_span_text_utf8(result, span, &side.text, &side.size, error)
                            : span_text_pieces(result, span, 2 * edits->count, &side, error));
    *ret_side = side;
    return 0;
failed:
    lt_span_text_clear(&side);
    return code;
}

int lt_span_text_source(const leitong_result *result, const leitong_span *span, size_t *offsets, size_t count,
                        leitong_error *error)
{
    size_t documents;
    const leitong_result_document *document = leitong_result_documents(result, &documents) + span->document;
    lt_encoding encoding = LT_ENCODING_UTF8;
    lt_decoded decoded = {0};
    char *bytes = NULL;
    size_t size = 0;
    int code = 0;
    LT_TRY_GOTO(done, lt_encoding_named(document->encoding, &encoding, error));
    if (encoding != LT_ENCODING_UTF8) {
        LT_TRY_GOTO(done, leitong_result_text(result, span, &bytes, &size, error));
        lt_encoded source = {(const uint8_t *)bytes, size, encoding, document->id};
        LT_TRY_GOTO(done, lt_decode(&source, &decoded, NULL, error));
    }
    for (size_t i = 0; i < count; i++) {
        offsets[i] = span->begin + (bytes != NULL ? lt_decoded_source(&decoded, offsets[i]) : offsets[i]);
    }
done:
    lt_decoded_clear(&decoded);
    free(bytes);
    return code;
}

void lt_span_text_clear(lt_span_text *side)
{
    free(side->text);
    free(side->cuts);
    *side = (lt_span_text){0};
}
