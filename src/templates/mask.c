#include "templates/mask.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "text/refold.h"

#include <stdlib.h>
#include <string.h>

struct lt_mask {
    const lt_corpus *corpus;
    lt_fold *fold;
    lt_tokens tokens; /* folded again, where text decides */
    lt_mask_stretches stretches;
    lt_mask_matcher *matcher; /* NULL: the user added no masks */
    lt_spool_scratch ids_scratch, text_scratch;
    lt_unit *units; /* of the stretch asked for */
    size_t count, capacity;
};

int lt_mask_new(const lt_corpus *corpus, const lt_mask_options *options, lt_mask **ret_mask, leitong_error *error)
{
    lt_mask *mask = calloc(1, sizeof *mask);
    if (mask == NULL) {
        return lt_error_memory(error);
    }
    mask->corpus = corpus;
    int code = 0;
    LT_TRY_GOTO(failed,
                lt_fold_new(options->fold_flags | LT_FOLD_SPANS | LT_FOLD_TEXT, corpus->lexicon, &mask->fold, error));
    LT_TRY_GOTO(failed, options->patterns != NULL ? lt_mask_matcher_new(options->patterns, &mask->matcher, error) : 0);
    *ret_mask = mask;
    return 0;
failed:
    lt_mask_free(mask);
    return code;
}

void lt_mask_free(lt_mask *mask)
{
    if (mask == NULL) {
        return;
    }
    lt_fold_free(mask->fold);
    lt_tokens_clear(&mask->tokens);
    lt_mask_stretches_clear(&mask->stretches);
    lt_mask_matcher_free(mask->matcher);
    lt_spool_scratch_clear(&mask->ids_scratch);
    lt_spool_scratch_clear(&mask->text_scratch);
    free(mask->units);
    free(mask);
}

static bool mask_among(uint32_t id, const uint32_t *set, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (set[i] == id) {
            return true;
        }
    }
    return false;
}

/* U"" ends in a zero, which is no token. */
#define MASK_AMONG(id, set) mask_among(id, set, sizeof(set) / sizeof(set)[0] - 1)

/* Asked of every letter: a switch costs a few comparisons. */
bool lt_mask_numeral(uint32_t id)
{
    switch (id) {
    case U'〇':
    case U'零':
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
    case U'千':
    case U'万':
    case U'萬':
    case U'亿':
    case U'億':
    case U'两':
    case U'兩':
    case U'廿':
    case U'卅':
    case U'壹':
    case U'贰':
    case U'貳':
    case U'叁':
    case U'參':
    case U'肆':
    case U'伍':
    case U'陆':
    case U'陸':
    case U'柒':
    case U'捌':
    case U'玖':
    case U'拾':
    case U'佰':
    case U'仟':
        return true;
    default:
        return false;
    }
}

static bool mask_counted(uint32_t id)
{
    static const uint32_t counted[] = U"届屆次年月日号號条條章节節款项項编編卷期回岁歲周週";
    return id >= 0x3000 && id < 0xA000 && MASK_AMONG(id, counted);
}

/* A token that is no letter standing alone: it, or its neighbours, may be part of a number or an address. Or numerals
 * at the beginning, since the first may number the paragraph. */
static bool mask_wants_text(const uint32_t *ids, size_t count)
{
    if (count > 1 && lt_mask_numeral(ids[0]) && lt_mask_numeral(ids[1])) {
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        if ((ids[i] & LT_TOKEN_WORD) != 0 || ids[i] < 0x250) {
            return true;
        }
    }
    return false;
}

static int mask_fold(lt_mask *mask, const lt_paragraph *p, leitong_error *error)
{
    const lt_document *document = &mask->corpus->documents[p->document];
    const uint8_t *text;
    size_t size = (size_t)(p->byte_end - p->byte_begin);
    LT_TRY(lt_corpus_text(mask->corpus, document, (lt_byte_range){p->byte_begin, p->byte_end}, &mask->text_scratch,
                          &text, error));
    LT_TRY(lt_refold_paragraph(mask->corpus, p, text, mask->fold, &mask->tokens, error));
    LT_TRY(lt_mask_text(text, size, &mask->stretches, error));
    return mask->matcher != NULL ? lt_mask_matcher_run(mask->matcher, text, size, &mask->stretches, error) : 0;
}

/* The folded text of token i, of mask->tokens. */
static const uint8_t *mask_token(const lt_mask *mask, size_t i, size_t *ret_size)
{
    size_t begin = i > 0 ? mask->tokens.text_ends[i - 1] : 0;
    *ret_size = mask->tokens.text_ends[i] - begin;
    return mask->tokens.text + begin;
}

/* A token that is folded to digits: full-width ones, since a stretch of mask_text is ASCII. */
static bool mask_digits(const lt_mask *mask, size_t i)
{
    size_t size;
    const uint8_t *text = mask_token(mask, i, &size);
    for (size_t k = 0; k < size; k++) {
        if (!(text[k] >= '0' && text[k] <= '9') && text[k] != '.') {
            return false;
        }
    }
    return size > 0;
}

static void mask_push(lt_mask *mask, lt_unit_kind kind, uint32_t id, uint32_t begin, uint32_t count)
{
    lt_unit *unit = &mask->units[mask->count++];
    *unit = (lt_unit){kind == LT_UNIT_WORD ? id : LT_UNIT_MASK | kind, begin, count, (uint8_t)kind};
}

/* How many numerals from i on make one number; 0: they are words. */
static size_t mask_numerals(const uint32_t *ids, size_t count, size_t i)
{
    static const uint32_t ordinal[] = U"第";
    size_t end = i;
    while (end < count && lt_mask_numeral(ids[end])) {
        end++;
    }
    bool counts = (i > 0 && MASK_AMONG(ids[i - 1], ordinal)) || (end < count && mask_counted(ids[end]));
    return end - i >= 3 || counts ? end - i : 0;
}

/* How many tokens stand together at the paragraph's beginning. */
static size_t mask_first(const lt_tokens *tokens, size_t count)
{
    size_t end = 1;
    while (end < count && tokens->begins[end] == tokens->ends[end - 1]) {
        end++;
    }
    return end;
}

/* The units of a whole paragraph, behind those there are; there is room. `first`: the document's number of ids[0]. */
static void mask_units(lt_mask *mask, const uint32_t *ids, size_t count, uint32_t first, bool folded)
{
    const lt_tokens *tokens = &mask->tokens;
    size_t s = 0;
    for (size_t i = 0; i < count;) {
        const lt_mask_stretch *stretch = NULL;
        while (folded && s < mask->stretches.count && mask->stretches.items[s].end <= tokens->begins[i]) {
            s++;
        }
        if (folded && s < mask->stretches.count && mask->stretches.items[s].begin < tokens->ends[i]) {
            stretch = &mask->stretches.items[s];
        }
        size_t end = i + 1;
        uint32_t at = first + (uint32_t)i;
        if (stretch != NULL) {
            while (end < count && tokens->begins[end] < stretch->end) {
                end++;
            }
            mask_push(mask, (lt_unit_kind)stretch->kind, 0, at, (uint32_t)(end - i));
        } else if (lt_mask_numeral(ids[i])) {
            size_t numerals = mask_numerals(ids, i == 0 && folded ? mask_first(tokens, count) : count, i);
            end = numerals > 0 ? i + numerals : end;
            mask_push(mask, numerals > 0 ? LT_UNIT_HAN_NUMERAL : LT_UNIT_WORD, ids[i], at, (uint32_t)(end - i));
        } else if (folded && tokens->ends[i] > tokens->begins[i] && mask_digits(mask, i)) {
            mask_push(mask, LT_UNIT_NUMBER, 0, at, 1);
        } else {
            mask_push(mask, LT_UNIT_WORD, ids[i], at, 1);
        }
        i = end;
    }
}

static bool mask_named(const lt_mask *mask, const lt_unit *unit, uint32_t first, const char *const *names, size_t count)
{
    size_t size;
    if (unit->kind != LT_UNIT_WORD) {
        return false;
    }
    const char *text = (const char *)mask_token(mask, unit->begin - first, &size);
    for (size_t i = 0; size >= 3 && text[0] >= 'a' && text[0] <= 'z' && i < count; i++) {
        size_t whole = strlen(names[i]);
        if ((size == 3 || size == whole) && size <= whole && memcmp(text, names[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* `Dec 10`, `4 July`, and a day of the week before them, are one date. Units from `from` on. */
static void mask_dates(lt_mask *mask, size_t from, uint32_t first)
{
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    size_t kept = from;
    for (size_t i = from; i < mask->count; i++) {
        lt_unit unit = mask->units[i];
        lt_unit *last = kept > from ? &mask->units[kept - 1] : NULL;
        bool month = mask_named(mask, &unit, first, months, sizeof months / sizeof months[0]);
        if (month && i + 1 < mask->count && mask->units[i + 1].kind == LT_UNIT_NUMBER) {
            unit.count += mask->units[++i].count;
            unit.kind = LT_UNIT_DATE;
        } else if (month && last != NULL && last->kind == LT_UNIT_NUMBER) {
            unit.count += last->count;
            unit.begin = last->begin;
            unit.kind = LT_UNIT_DATE;
            kept--;
        }
        unit.id = unit.kind == LT_UNIT_DATE ? LT_UNIT_MASK | LT_UNIT_DATE : unit.id;
        last = kept > from ? &mask->units[kept - 1] : NULL;
        if (unit.kind == LT_UNIT_DATE && last != NULL &&
            mask_named(mask, last, first, days, sizeof days / sizeof days[0])) {
            unit.begin = last->begin;
            unit.count += last->count;
            kept--;
        }
        mask->units[kept++] = unit;
    }
    mask->count = kept;
}

static int mask_paragraph(lt_mask *mask, const lt_paragraph *p, leitong_error *error)
{
    const lt_document *document = &mask->corpus->documents[p->document];
    const uint32_t *ids;
    size_t from = mask->count;
    uint32_t first = (uint32_t)(p->token_begin - document->token_begin);
    LT_TRY(LT_RESERVE(mask->units, mask->capacity, mask->count + p->token_count, error));
    LT_TRY(lt_corpus_tokens(mask->corpus, p->token_begin, p->token_count, &mask->ids_scratch, &ids, error));
    bool folded = mask->matcher != NULL || mask_wants_text(ids, p->token_count);
    LT_TRY(folded ? mask_fold(mask, p, error) : 0);
    mask_units(mask, ids, p->token_count, first, folded);
    if (folded) {
        mask_dates(mask, from, first);
    }
    return 0;
}

/* Takes away what stands outside [begin, end). */
static void mask_cut(lt_mask *mask, uint32_t begin, uint32_t end)
{
    size_t kept = 0;
    for (size_t i = 0; i < mask->count; i++) {
        lt_unit unit = mask->units[i];
        uint32_t last = LT_MIN(unit.begin + unit.count, end);
        unit.begin = LT_MAX(unit.begin, begin);
        if (unit.begin < last) {
            unit.count = last - unit.begin;
            mask->units[kept++] = unit;
        }
    }
    mask->count = kept;
}

int lt_mask_place(lt_mask *mask, uint32_t document, uint32_t begin, uint32_t end, const lt_unit **ret_units,
                  size_t *ret_count, leitong_error *error)
{
    const lt_document *d = &mask->corpus->documents[document];
    const lt_paragraph *paragraphs = mask->corpus->paragraphs + d->paragraph_begin;
    uint64_t from = d->token_begin + begin;
    uint32_t first = 0; /* the first paragraph that ends behind `from` */
    LT_LOWER_BOUND(first, d->paragraph_count, middle,
                   paragraphs[middle].token_begin + paragraphs[middle].token_count <= from);
    mask->count = 0;
    LT_TRY(LT_RESERVE(mask->units, mask->capacity, 1, error));
    for (; first < d->paragraph_count && paragraphs[first].token_begin < d->token_begin + end; first++) {
        LT_TRY(mask_paragraph(mask, &paragraphs[first], error));
    }
    mask_cut(mask, begin, end);
    *ret_units = mask->units;
    *ret_count = mask->count;
    return 0;
}
