#include "extract/sink.h"

#include "base/buffer.h"
#include "base/code_point.h"
#include "base/compare.h"
#include "base/utf8.h"
#include "text/date.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SINK_DATE 64  /* bytes of a value in which a date may begin */
#define SINK_LEVELS 6 /* of headings */

void lt_sink_clear(lt_sink *sink)
{
    for (size_t i = 0; i <= LT_SINK_DEPTH; i++) {
        free(sink->flows[i].bytes);
        sink->flows[i] = (lt_flow){0};
    }
    free(sink->behind.bytes);
    sink->behind = (lt_flow){0};
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
    if (place == LT_SINK_NOTE || sink->now == &sink->behind) { /* a box in a note stands in it */
        sink->now = &sink->behind;
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
        sink->boxes = sink->now == &sink->behind ? sink->boxes : (size_t)(sink->now - sink->flows);
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
        sink->notes[LT_NOTE_HIDDEN] += is_first && !sink_is_space(bytes[i]);
    }
}

static bool sink_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The first day, month or year in a text, as a date is written; false where there is none. */
static bool sink_date(const char *text, char out[LT_DATE_TEXT])
{
    lt_date date;
    size_t length;
    size_t size = strcspn(text, "T");
    bool is_time = size > 0 && sink_is_digit(text[size - 1]); /* 2020-05-28T08:30:00Z */
    size = is_time ? size : strlen(text);
    for (size_t at = 0; at < LT_MIN(size, (size_t)SINK_DATE); at++) {
        bool is_inside = at > 0 && sink_is_digit(text[at]) && sink_is_digit(text[at - 1]);
        if (!is_inside && lt_date_read(text + at, size - at, &date, &length) == LT_DATE_READ) {
            lt_date_write(&date, out);
            return true;
        }
    }
    return false;
}

int lt_sink_property(lt_sink *sink, lt_property property, const char *value, leitong_error *error)
{
    char date[LT_DATE_TEXT];
    static const char *const words[LT_PROPERTIES] = LT_PROPERTY_WORDS;
    char payload[LT_PROPERTY_LONGEST + 16];
    size_t begin = 0;
    if (property == LT_PROPERTY_DATE) {
        value = sink_date(value, date) ? date : "";
    }
    size_t size = strnlen(value, LT_PROPERTY_LONGEST);
    while (begin < size && sink_is_space((uint8_t)value[begin])) {
        begin++;
    }
    size = begin + lt_utf8_fault((const uint8_t *)value + begin, size - begin); /* what was cut off within a letter */
    while (size > begin && sink_is_space((uint8_t)value[size - 1])) {
        size--;
    }
    if (size == begin || sink->properties[property]) {
        return 0;
    }
    sink->properties[property] = true;
    int length =
        snprintf(payload, sizeof payload, "%s%c%.*s", words[property], '\0', (int)(size - begin), value + begin);
    return sink->put(sink->context, LT_FRAME_PROPERTY, payload, (size_t)length, error);
}

int lt_sink_finish(lt_sink *sink, leitong_error *error)
{
    static const char *const words[LT_NOTES] = LT_NOTE_WORDS;
    char note[64];
    sink->now = NULL;
    sink->boxes = 0;
    LT_TRY(lt_sink_paragraph(sink, error));
    if (sink->behind.size > 0) {
        LT_TRY(sink_tell(sink, &sink->behind, error));
    }
    LT_TRY(sink_flush(sink, error));
    for (size_t i = 0; i < LT_NOTES; i++) {
        if (sink->notes[i] > 0) {
            int size = snprintf(note, sizeof note, "%s%c%" PRIu64, words[i], '\0', sink->notes[i]);
            LT_TRY(sink->put(sink->context, LT_FRAME_NOTE, note, (size_t)size, error));
        }
    }
    return 0;
}
