/* star: what texts that are alike have in common, and where they differ.
 *
 * Input: one text as the line, then all texts, as units (templates/mask). Output: parts in the order of the line:
 * wording that stands whole in LT_STAR_FIXED percent of the members, and slots. A star alignment (Gusfield 1993): every
 * text is laid along the line once (templates/line).
 *
 *     line   高 度 评 价 改 革 的 成 就 ， 决 定 …       a piece begins where a column is fixed, and goes on as long as
 *     text   充 分 肯 定 改 革 的 成 就 ， 决 定 …       enough members have it whole from there: 改革的成就决定
 *
 * What stands between two pieces is a slot where LT_STAR_SOME percent have something there; masks in a row are a slot
 * of their own; a single letter between slots is chance, unless a mask stands beside it (第, 届).
 *
 * Ownership: lt_star is one worker's scratch. Errors: LEITONG_EMEMORY. Complexity: linear in the texts' units; texts
 * times pieces. */
#ifndef LT_TEMPLATES_STAR_H
#define LT_TEMPLATES_STAR_H

#include "templates/line.h"
#include "templates/mask.h"
#include "text/locate.h"

#define LT_STAR_FIXED 80 /* percent of the members */
#define LT_STAR_SOME 20  /* percent; and at least two */

typedef enum lt_part_kind { LT_PART_TEXT, LT_PART_OPTIONAL, LT_PART_SLOT } lt_part_kind;

typedef struct lt_part {
    uint32_t begin, end; /* columns; of a slot that is no mask none */
    uint8_t kind;        /* lt_part_kind */
} lt_part;

/* Equal tokens of a text and the line: each a column, or all one mask. */
typedef struct lt_star_run {
    uint32_t column, columns;
    uint32_t token, tokens; /* from the text's first one */
} lt_star_run;

typedef struct lt_star_text {
    size_t run_begin, run_end, mask_begin, mask_end;
    uint32_t units, words, tokens;
} lt_star_text;

typedef struct lt_star {
    lt_line line;
    uint32_t *columns; /* ids */
    uint32_t column_count;
    lt_part *parts;
    uint32_t part_count;
    lt_star_text *texts;
    uint32_t text_count;
    lt_star_run *runs;
    lt_stretch *masks; /* all of a text's, as tokens from its first one */
    size_t run_count, mask_count;
    uint32_t *ids;     /* of one text's units */
    uint32_t *support; /* [column]: members that have it */
    uint64_t *ends;    /* of one piece: where a text's run ends << 32 | its members */
    size_t *cursors;   /* [text]: in its runs */
    size_t column_capacity, part_capacity, text_capacity, run_capacity, mask_capacity, id_capacity, support_capacity,
        end_capacity, cursor_capacity;
} lt_star; /* zero it first */
void lt_star_clear(lt_star *star);

/* The members of the texts, as lt_star_cut counts them. */
typedef struct lt_star_members {
    const uint8_t *kept;    /* [text] */
    const uint32_t *copies; /* [text] */
} lt_star_members;

/* Begins a star; the ids are copied. */
LEITONG_CHECK int lt_star_begin(lt_star *star, const lt_unit *line, size_t count, leitong_error *error);

/* One more text, which begins with token `base` of its document. */
LEITONG_CHECK int lt_star_add(lt_star *star, const lt_unit *units, size_t count, uint32_t base, leitong_error *error);

/* star->parts, of the kept texts. */
LEITONG_CHECK int lt_star_cut(lt_star *star, const lt_star_members *members, leitong_error *error);

/* Where a text has the parts: ret_spans [part] tokens from its first one, begin == end: nothing; ret_whole [part]:
 * exactly the wording. Returns how many of its units stand in fixed wording and masks. */
uint32_t lt_star_read(const lt_star *star, uint32_t text, lt_stretch *ret_spans, uint8_t *ret_whole);

/* How many tokens of masks a fill begins with. */
uint32_t lt_star_lead(const lt_star *star, uint32_t text, lt_stretch fill);

#endif
