#include "extract/sink.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "base/compare.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SINK_LEVELS 6 /* of headings */

void lt_sink_clear(lt_sink *sink)
{
    for (size_t i = 0; i <= LT_SINK_DEPTH; i++) {
        free(sink->flows[i].bytes);
        sink->flows[i] = (lt_flow){0};
    }
    free(sink->notes.bytes);
    sink->notes = (lt_flow){0};
}

int lt_sink_refuse(lt_sink *sink, const char *reason, leitong_error *error, const char *format, ...)
{
    char words[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    sink->reason = reason;
    return lt_error_set(error, LEITONG_EINPUT, "%s", words);
}

static lt_flow *sink_now(lt_sink *sink)
{
    return sink->now != NULL ? sink->now : &sink->flows[0];
}

static int sink_flush(lt_sink *sink, leitong_error *error)
{
    lt_flow *flow = &sink->flows[0];
    size_t size = flow->size;
    flow->size = 0;
    return size > 0 ? sink->put(sink->context, LT_FRAME_TEXT, flow->bytes, size, error) : 0;
}

/* Bytes behind those of the flow; of the document's they go on in pieces. */
static int sink_append(lt_sink *sink, lt_flow *flow, const void *bytes, size_t size, leitong_error *error)
{
    const uint8_t *from = bytes;
    sink->size += size;
    if (sink->size > sink->limit) {
        return lt_sink_refuse(
            sink, LT_FAULT_TOO_LARGE, error,
            "more than %" PRIu64
            " bytes of text, which is the limit of a document; max_document (--max-document) raises it",
            sink->limit);
    }
    while (size > 0) {
        bool is_main = flow == &sink->flows[0];
        if (is_main && flow->size == LT_FRAME_LARGEST) {
            LT_TRY(sink_flush(sink, error));
        }
        size_t piece = is_main ? LT_MIN(size, LT_FRAME_LARGEST - flow->size) : size;
        LT_TRY(LT_RESERVE(flow->bytes, flow->capacity, is_main ? LT_FRAME_LARGEST : flow->size + piece, error));
        memcpy(flow->bytes + flow->size, from, piece);
        flow->size += piece;
        from += piece;
        size -= piece;
    }
    return 0;
}

int lt_sink_text(lt_sink *sink, const void *text, size_t size, leitong_error *error)
{
    static const char *const gaps[] = {"", " ", "\t", "\n", "\n\n", "\t"};
    lt_flow *flow = sink_now(sink);
    if (size == 0) {
        return 0;
    }
    if (flow->gap != LT_GAP_NONE && flow->begun) {
        LT_TRY(sink_append(sink, flow, gaps[flow->gap], strlen(gaps[flow->gap]), error));
    }
    flow->gap = LT_GAP_NONE;
    flow->begun = true;
    if (flow->prefix[0] != '\0') {
        LT_TRY(sink_append(sink, flow, flow->prefix, strlen(flow->prefix), error));
        flow->prefix[0] = '\0';
    }
    return sink_append(sink, flow, text, size, error);
}

static bool sink_is_space(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

int lt_sink_words(lt_sink *sink, const void *text, size_t size, leitong_error *error)
{
    const uint8_t *bytes = text;
    for (size_t at = 0; at < size;) {
        size_t begin = at;
        while (at < size && !sink_is_space(bytes[at])) {
            at++;
        }
        LT_TRY(lt_sink_text(sink, bytes + begin, at - begin, error));
        if (at < size) {
            lt_sink_gap(sink, LT_GAP_SPACE);
            at++;
        }
    }
    return 0;
}

void lt_sink_gap(lt_sink *sink, lt_gap gap)
{
    lt_flow *flow = sink_now(sink);
    flow->gap = LT_MAX(flow->gap, gap);
}

/* A flow that was kept back goes behind what stands in the one at hand, a paragraph by itself. */
static int sink_tell(lt_sink *sink, lt_flow *flow, leitong_error *error)
{
    lt_flow kept = *flow;
    *flow = (lt_flow){0};
    lt_sink_gap(sink, LT_GAP_PARAGRAPH);
    sink->size -= kept.size; /* it was counted when it was kept */
    int code = lt_sink_text(sink, kept.bytes, kept.size, error);
    lt_sink_gap(sink, LT_GAP_PARAGRAPH);
    free(kept.bytes);
    return code;
}

int lt_sink_paragraph(lt_sink *sink, leitong_error *error)
{
    size_t next = sink->boxes + 1;
    lt_sink_gap(sink, LT_GAP_PARAGRAPH);
    bool is_told = next <= LT_SINK_DEPTH && sink_now(sink) == &sink->flows[sink->boxes] && sink->flows[next].size > 0;
    return is_told ? sink_tell(sink, &sink->flows[next], error) : 0;
}

int lt_sink_row(lt_sink *sink, leitong_error *error)
{
    sink_now(sink)->gap = LT_GAP_PARAGRAPH;
    return lt_sink_paragraph(sink, error);
}

void lt_sink_beside(lt_sink *sink, lt_sink_place place)
{
    if (sink->depth == sizeof sink->open / sizeof sink->open[0]) {
        sink->too_deep++;
        lt_sink_gap(sink, LT_GAP_PARAGRAPH);
        return;
    }
    sink->open[sink->depth++] = sink_now(sink);
    if (place == LT_SINK_NOTE || sink->now == &sink->notes) { /* a box in a note stands in it */
        sink->now = &sink->notes;
    } else {
        sink->boxes += sink->boxes < LT_SINK_DEPTH;
        sink->now = &sink->flows[sink->boxes];
    }
    lt_sink_gap(sink, LT_GAP_PARAGRAPH);
}

int lt_sink_back(lt_sink *sink, leitong_error *error)
{
    LT_TRY(lt_sink_paragraph(sink, error));
    if (sink->too_deep > 0) {
        sink->too_deep--;
    } else if (sink->depth > 0) {
        sink->now = sink->open[--sink->depth];
        sink->boxes = sink->now == &sink->notes ? sink->boxes : (size_t)(sink->now - sink->flows);
    }
    return 0;
}

void lt_sink_prefix(lt_sink *sink, const char *prefix)
{
    lt_flow *flow = sink_now(sink);
    size_t size = strlen(flow->prefix);
    if (size + strlen(prefix) < sizeof flow->prefix) {
        memcpy(flow->prefix + size, prefix, strlen(prefix) + 1);
    }
}

void lt_sink_heading(lt_sink *sink, unsigned level)
{
    static const char marks[] = "###### ";
    if (level > 0) {
        lt_sink_prefix(sink, marks + (SINK_LEVELS - LT_MIN(level, SINK_LEVELS)));
    }
}

void lt_sink_drop(lt_sink *sink)
{
    sink_now(sink)->prefix[0] = '\0';
}

void lt_sink_hide(lt_sink *sink, const void *text, size_t size)
{
    const uint8_t *bytes = text;
    for (size_t i = 0; i < size; i++) {
        bool is_first = (bytes[i] & 0xC0) != 0x80;
        sink->hidden += is_first && !sink_is_space(bytes[i]);
    }
}

int lt_sink_finish(lt_sink *sink, leitong_error *error)
{
    char number[24];
    sink->now = NULL;
    sink->boxes = 0;
    LT_TRY(lt_sink_paragraph(sink, error));
    if (sink->notes.size > 0) {
        LT_TRY(sink_tell(sink, &sink->notes, error));
    }
    LT_TRY(sink_flush(sink, error));
    if (sink->hidden > 0) {
        int size = snprintf(number, sizeof number, "%" PRIu64, sink->hidden);
        return sink->put(sink->context, LT_FRAME_HIDDEN, number, (size_t)size, error);
    }
    return 0;
}
