/* sink: the text of a document, as an extractor meets it → lines, one a paragraph, a blank line between them.
 *
 * Gaps are asked for, and written when text follows: of several the largest, and none at the beginning or the end.
 * Behind a cell (LT_GAP_CELL) that is a tab, whatever the paragraphs in cells ask for, until the row ends. What stands
 * beside the flow is kept back: a text box until the paragraph that it hangs on ends, notes until the document does; so
 * no paragraph is cut by them, and each is told once.
 *
 *     lt_sink_text "第一"  lt_sink_beside(LT_SINK_BOX)  lt_sink_text "旁注"  lt_sink_back  lt_sink_text "段"
 * lt_sink_paragraph →  第一段 ¶ 旁注 ¶
 *
 * Input: UTF-8, and where paragraphs, lines and cells end. Output: pieces of text to `put`.
 * Ownership: lt_sink is the caller's, who zeroes it but for `put`, `context` and `limit` first, and clears it.
 * Errors: LEITONG_EINPUT with `reason`: more text than `limit` (too_large); those of `put`; LEITONG_EMEMORY.
 * Complexity: linear in the text. Memory: what is kept back. */
#ifndef LT_EXTRACT_SINK_H
#define LT_EXTRACT_SINK_H

#include "base/error.h"
#include "input/frame.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum lt_gap { LT_GAP_NONE, LT_GAP_SPACE, LT_GAP_TAB, LT_GAP_LINE, LT_GAP_PARAGRAPH, LT_GAP_CELL } lt_gap;
typedef enum lt_sink_place { LT_SINK_BOX, LT_SINK_NOTE } lt_sink_place;

#define LT_SINK_PREFIX 64
#define LT_SINK_DEPTH 12 /* text boxes and notes in one another; what is deeper stands in the deepest */

typedef struct lt_flow {
    uint8_t *bytes; /* kept back; of the main flow: not yet put */
    size_t size, capacity;
    lt_gap gap;
    bool begun;
    char prefix[LT_SINK_PREFIX]; /* goes before the next text */
} lt_flow;

typedef struct lt_sink {
    int (*put)(void *context, lt_frame_kind kind, const void *bytes, size_t size, leitong_error *error);
    void *context;
    uint64_t limit;     /* bytes of text */
    const char *reason; /* after LEITONG_EINPUT */
    /* The rest is sink.c's. */
    lt_flow flows[LT_SINK_DEPTH + 1]; /* [0]: the document's */
    lt_flow behind;                   /* notes */
    lt_flow *open[2 * LT_SINK_DEPTH]; /* those left by lt_sink_beside */
    size_t depth, too_deep, boxes;
    lt_flow *now; /* NULL: flows[0] */
    uint64_t size;
    uint64_t notes[LT_NOTES];       /* counts, which readers add to */
    bool properties[LT_PROPERTIES]; /* those that were told */
} lt_sink;

void lt_sink_clear(lt_sink *sink);
LEITONG_CHECK int lt_sink_text(lt_sink *sink, const void *text, size_t size, leitong_error *error);
/* Text in which any run of white space is one gap. */
LEITONG_CHECK int lt_sink_words(lt_sink *sink, const void *text, size_t size, leitong_error *error);
void lt_sink_gap(lt_sink *sink, lt_gap gap);
/* A paragraph ends, and what was kept back for its end follows. */
LEITONG_CHECK int lt_sink_paragraph(lt_sink *sink, leitong_error *error);
/* A row ends: what a cell's end asked for is not asked for any more. */
LEITONG_CHECK int lt_sink_row(lt_sink *sink, leitong_error *error);
/* The text now stands in a box or a note, until lt_sink_back. */
void lt_sink_beside(lt_sink *sink, lt_sink_place place);
LEITONG_CHECK int lt_sink_back(lt_sink *sink, leitong_error *error);
/* What stands before the next text, if there is one before lt_sink_drop: a list's number; of a heading # for the first
 * level, ## for the second … */
void lt_sink_prefix(lt_sink *sink, const char *prefix);
void lt_sink_heading(lt_sink *sink, unsigned level);
void lt_sink_drop(lt_sink *sink);
/* Letters that are in the document and not shown. */
void lt_sink_hide(lt_sink *sink, const void *text, size_t size);
/* What the file says of itself, UTF-8; the first of each kind counts, of a date's text the first date in it. */
LEITONG_CHECK int lt_sink_property(lt_sink *sink, lt_property property, const char *value, leitong_error *error);
/* What was kept back, and the notes. */
LEITONG_CHECK int lt_sink_finish(lt_sink *sink, leitong_error *error);

/* LEITONG_EINPUT, with the reason and a message. */
int lt_sink_refuse(lt_sink *sink, const char *reason, leitong_error *error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
