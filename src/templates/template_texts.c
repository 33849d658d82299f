#include "templates/template_texts.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "templates/person.h"
#include "templates/template_list.h"

#include <stdlib.h>
#include <string.h>

#define TEXTS_MEDOIDS 15       /* texts of which one becomes the line, at most */
#define TEXTS_GRAMS (1U << 14) /* of theirs that are counted, about */
#define TEXTS_STATED 75        /* percent of the fixed units that a text must have */
#define TEXTS_COVERED 40       /* percent of a text that must be fixed; a formula's slots may hold sentences */
#define TEXTS_FIXES 4          /* times that texts leave */
#define TEXTS_SHORT 8          /* tokens of a fill that longer ones are cut to, at most */
#define TEXTS_LEADS 50         /* percent of a slot's fills that begin with masks, which so are a slot of their own */
#define TEXTS_BITS_UNIT 13.0   /* of a word in a description … */
#define TEXTS_BITS_SLOT 2.0    /* … and of a slot */

int lt_texts_open(lt_texts *texts, const lt_corpus *corpus, unsigned fold_flags, leitong_error *error)
{
    texts->corpus = corpus;
    LT_TRY(lt_form_measures_find(corpus, fold_flags, &texts->measures, error));
    return lt_mask_new(corpus, fold_flags, &texts->mask, error);
}

void lt_texts_clear(lt_texts *texts)
{
    lt_mask_free(texts->mask);
    lt_star_clear(&texts->star);
    lt_spool_scratch_clear(&texts->tokens);
    lt_spool_scratch_clear(&texts->others);
    free(texts->order);
    free(texts->order_sorted);
    free(texts->text_of);
    free(texts->first);
    free(texts->copies);
    free(texts->kept);
    free(texts->own);
    free(texts->grams);
    free(texts->sorting);
    free(texts->whole);
    free(texts->fills);
    free(texts->filling);
    free(texts->spans);
    free(texts->clean);
    free(texts->leads);
    free(texts->heads);
    *texts = (lt_texts){0};
}

static int texts_tokens(const lt_texts *texts, const lt_place *place, lt_spool_scratch *scratch,
                        const uint32_t **ret_tokens, leitong_error *error)
{
    uint64_t begin = texts->corpus->documents[place->document].token_begin + place->begin;
    return lt_corpus_tokens(texts->corpus, begin, place->end - place->begin, scratch, ret_tokens, error);
}

/* *ret_order: of the tokens, as a number below, at or above 0. */
static int texts_compare(lt_texts *texts, const lt_place *one, const lt_place *other, int *ret_order,
                         leitong_error *error)
{
    const uint32_t *x;
    const uint32_t *y;
    size_t a = one->end - one->begin;
    size_t b = other->end - other->begin;
    if (a != b) {
        *ret_order = a < b ? -1 : 1;
        return 0;
    }
    LT_TRY(texts_tokens(texts, one, &texts->tokens, &x, error));
    LT_TRY(texts_tokens(texts, other, &texts->others, &y, error));
    *ret_order = memcmp(x, y, a * sizeof *x);
    return 0;
}

int lt_texts_equal(lt_texts *texts, lt_place one, lt_place other, bool *ret_equal, leitong_error *error)
{
    int order = 0;
    LT_TRY(texts_compare(texts, &one, &other, &order, error));
    *ret_equal = order == 0;
    return 0;
}

typedef struct texts_sorting {
    lt_texts *texts;
    const lt_place *places;
    int code; /* of the first comparison that failed */
    leitong_error *error;
} texts_sorting;

static int texts_order(const void *left, const void *right, void *context)
{
    const lt_record *x = left;
    const lt_record *y = right;
    texts_sorting *sorting = context;
    int order = 0;
    if (sorting->code == 0) {
        sorting->code = texts_compare(sorting->texts, &sorting->places[x->value], &sorting->places[y->value], &order,
                                      sorting->error);
    }
    return order != 0 ? order : (x->value > y->value) - (x->value < y->value);
}

int lt_texts_number_run(lt_texts *texts, const lt_place *places, size_t begin, size_t end, uint32_t *numbers,
                        leitong_error *error)
{
    lt_record *order = texts->order;
    bool equal = true;
    for (size_t i = begin + 1; equal && i < end; i++) {
        LT_TRY(lt_texts_equal(texts, places[order[begin].value], places[order[i].value], &equal, error));
    }
    if (!equal) {
        texts_sorting sorting = {texts, places, 0, error};
        qsort_r(order + begin, end - begin, sizeof *order, texts_order, &sorting);
        LT_TRY(sorting.code);
    }
    for (size_t i = begin; i < end; i++) {
        bool same = i > begin;
        if (same && !equal) {
            LT_TRY(lt_texts_equal(texts, places[order[i - 1].value], places[order[i].value], &same, error));
        }
        *numbers += !same;
        order[i].key = *numbers - 1;
    }
    return 0;
}

int lt_texts_number(lt_texts *texts, const lt_place *places, uint32_t count, uint32_t *ret_numbers,
                    leitong_error *error)
{
    const uint32_t *tokens;
    uint32_t numbers = 0;
    for (uint32_t i = 0; i < count; i++) {
        LT_TRY(texts_tokens(texts, &places[i], &texts->tokens, &tokens, error));
        texts->order[i] =
            (lt_record){lt_hash_64(tokens, (size_t)(places[i].end - places[i].begin) * sizeof *tokens), i};
    }
    lt_radix_sort_records(texts->order, texts->order_sorted, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && texts->order[end].key == texts->order[begin].key) {
            end++;
        }
        LT_TRY(lt_texts_number_run(texts, places, begin, end, &numbers, error));
    }
    *ret_numbers = numbers;
    return 0;
}

static int texts_room(lt_texts *texts, size_t count, leitong_error *error)
{
    LT_TRY(LT_RESERVE(texts->order, texts->order_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->order_sorted, texts->sorted_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->text_of, texts->text_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->first, texts->first_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->copies, texts->copies_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->clean, texts->clean_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->fills, texts->fill_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->filling, texts->filling_capacity, count, error));
    LT_TRY(LT_RESERVE(texts->heads, texts->head_capacity, count, error));
    return LT_RESERVE(texts->kept, texts->kept_capacity, count, error);
}

int lt_texts_gather(lt_texts *texts, const lt_place *members, uint32_t count, leitong_error *error)
{
    LT_TRY(texts_room(texts, (size_t)count + 1, error));
    texts->members = members;
    texts->member_count = count;
    LT_TRY(lt_texts_number(texts, members, count, &texts->text_count, error));
    memset(texts->copies, 0, texts->text_count * sizeof *texts->copies);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t member = (uint32_t)texts->order[i].value;
        uint32_t text = (uint32_t)texts->order[i].key;
        if (texts->copies[text]++ == 0) {
            texts->first[text] = member;
            texts->kept[text] = 1;
        }
        texts->text_of[member] = text;
    }
    texts->kept_count = texts->text_count;
    return 0;
}

/* A stretch of a text, which counts from its first token, as a place. */
static lt_place texts_place(const lt_texts *texts, uint32_t text, lt_stretch span)
{
    const lt_place *own = &texts->members[texts->first[text]];
    return (lt_place){own->document, own->begin + span.begin, own->begin + span.end};
}

static int texts_units(lt_texts *texts, uint32_t text, const lt_unit **ret_units, size_t *ret_count,
                       leitong_error *error)
{
    const lt_place *place = &texts->members[texts->first[text]];
    return lt_mask_place(texts->mask, place->document, place->begin, place->end, ret_units, ret_count, error);
}

/* The texts in the order of how many members have them; of equals by their hash, as they stand. Returns how many of
 * them may become the line. */
static uint32_t texts_rank(lt_texts *texts)
{
    for (uint32_t t = 0; t < texts->text_count; t++) {
        texts->order[t] = (lt_record){UINT32_MAX - texts->copies[t], t};
    }
    lt_radix_sort_records(texts->order, texts->order_sorted, texts->text_count);
    return LT_MIN(texts->text_count, TEXTS_MEDOIDS);
}

/* The grams of texts->order[0, count), of long texts a part of them: texts->grams = {hash, text}. */
static int texts_grams(lt_texts *texts, uint32_t count, size_t *ret_grams, leitong_error *error)
{
    uint64_t tokens = 0;
    size_t grams = 0;
    for (uint32_t s = 0; s < count; s++) {
        const lt_place *place = &texts->members[texts->first[texts->order[s].value]];
        tokens += place->end - place->begin;
    }
    for (uint32_t s = 0; s < count; s++) {
        const lt_place *place = &texts->members[texts->first[texts->order[s].value]];
        const uint32_t *ids;
        size_t own = place->end - place->begin;
        LT_TRY(texts_tokens(texts, place, &texts->tokens, &ids, error));
        LT_TRY(LT_RESERVE(texts->grams, texts->gram_capacity, 2 * (grams + own + 1), error));
        for (size_t i = 0; i + LT_LINE_GRAM <= own; i++) {
            uint64_t hash = lt_hash_64(ids + i, LT_LINE_GRAM * sizeof *ids);
            if (hash % (tokens / TEXTS_GRAMS + 1) == 0) {
                texts->grams[grams++] = (lt_record){hash, s};
            }
        }
    }
    lt_radix_sort_records(texts->grams, texts->grams + grams, grams);
    *ret_grams = grams;
    return 0;
}

/* The text that has most in common with the others; of equals the first by rank. */
static int texts_medoid(lt_texts *texts, uint32_t *ret_text, leitong_error *error)
{
    int64_t scores[TEXTS_MEDOIDS] = {0};
    uint32_t count = texts_rank(texts);
    size_t grams = 0;
    LT_TRY(count > 2 ? texts_grams(texts, count, &grams, error) : 0);
    for (size_t begin = 0, end; begin < grams; begin = end) {
        int64_t have = 0;
        for (end = begin; end < grams && texts->grams[end].key == texts->grams[begin].key; end++) {
            have += end == begin || texts->grams[end].value != texts->grams[end - 1].value;
        }
        for (size_t i = begin; i < end; i++) {
            bool again = i > begin && texts->grams[i].value == texts->grams[i - 1].value;
            scores[texts->grams[i].value] += again ? 0 : have - 1;
        }
    }
    uint32_t best = 0;
    for (uint32_t s = 1; s < count; s++) {
        best = scores[s] > scores[best] ? s : best;
    }
    *ret_text = (uint32_t)texts->order[best].value;
    return 0;
}

static int texts_lay(lt_texts *texts, leitong_error *error)
{
    const lt_unit *units;
    size_t count = 0;
    uint32_t line = 0;
    LT_TRY(texts_medoid(texts, &line, error));
    LT_TRY(texts_units(texts, line, &units, &count, error));
    LT_TRY(lt_star_begin(&texts->star, units, count, error));
    for (uint32_t t = 0; t < texts->text_count; t++) {
        LT_TRY(texts_units(texts, t, &units, &count, error));
        LT_TRY(lt_star_add(&texts->star, units, count, texts->members[texts->first[t]].begin, error));
    }
    return 0;
}

/* Reads the kept texts; those that the parts do not cover leave. *ret_ratio as in lt_texts_read, of those that stay. */
static void texts_keep(lt_texts *texts, bool inner, double *ret_ratio)
{
    const lt_star *star = &texts->star;
    uint32_t fixed = 0; /* units */
    uint32_t words = 0;
    uint32_t slots = 0;
    double raw = 0;
    for (uint32_t p = 0; p < star->part_count; p++) {
        uint32_t own = star->parts[p].end - star->parts[p].begin;
        fixed += own;
        words += star->parts[p].kind == LT_PART_TEXT ? own : 0;
        slots += star->parts[p].kind == LT_PART_SLOT;
    }
    double described = words * TEXTS_BITS_UNIT;
    texts->kept_count = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        size_t cells = (size_t)t * star->part_count;
        if (!texts->kept[t]) {
            continue;
        }
        uint32_t have = lt_star_read(star, t, texts->spans + cells, texts->whole + cells);
        const lt_star_text *text = &star->texts[t];
        texts->clean[t] = have;
        texts->kept[t] = have > 0 && (uint64_t)have * 100 >= (uint64_t)fixed * TEXTS_STATED &&
                         (inner || (uint64_t)have * 100 >= (uint64_t)text->units * TEXTS_COVERED);
        if (texts->kept[t]) {
            texts->kept_count++;
            raw += text->words * TEXTS_BITS_UNIT;
            described += (text->words - LT_MIN(text->words, words)) * TEXTS_BITS_UNIT + slots * TEXTS_BITS_SLOT;
        }
    }
    *ret_ratio = raw > 0 ? described / raw : 1;
}

static int texts_room_for_parts(lt_texts *texts, leitong_error *error)
{
    size_t cells = (size_t)texts->text_count * texts->star.part_count + 1;
    LT_TRY(LT_RESERVE(texts->spans, texts->span_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->whole, texts->whole_capacity, cells, error));
    return LT_RESERVE(texts->leads, texts->lead_capacity, cells, error);
}

static void texts_leads(lt_texts *texts)
{
    const lt_star *star = &texts->star;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        for (uint32_t p = 0; texts->kept[t] && p < star->part_count; p++) {
            size_t cell = (size_t)t * star->part_count + p;
            texts->leads[cell] = lt_star_lead(star, t, texts->spans[cell]);
        }
    }
}

int lt_texts_fills(lt_texts *texts, uint32_t part, uint32_t *ret_filled, uint32_t *ret_numbers, leitong_error *error)
{
    uint32_t filled = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        lt_stretch span = texts->kept[t] ? texts->spans[(size_t)t * texts->star.part_count + part] : (lt_stretch){0, 0};
        if (span.begin < span.end) {
            texts->filling[filled] = t;
            texts->fills[filled++] = texts_place(texts, t, span);
        }
    }
    *ret_filled = filled;
    return lt_texts_number(texts, texts->fills, filled, ret_numbers, error);
}

/* Whether many fill a slot alike. */
static int texts_alike(lt_texts *texts, uint32_t part, bool *ret_alike, leitong_error *error)
{
    uint32_t filled = 0;
    uint32_t numbers = 0;
    uint64_t all = 0;
    uint64_t own = 0;
    uint64_t most = 0;
    LT_TRY(lt_texts_fills(texts, part, &filled, &numbers, error));
    for (uint32_t t = 0; t < texts->text_count; t++) {
        all += texts->kept[t] ? texts->copies[t] : 0;
    }
    for (uint32_t i = 0; i < filled; i++) {
        own = i > 0 && texts->order[i].key == texts->order[i - 1].key ? own : 0;
        own += texts->copies[texts->filling[texts->order[i].value]];
        most = LT_MAX(own, most);
    }
    *ret_alike = most * 100 >= all * LT_STAR_ALIKE;
    return 0;
}

/* Slots at the ends of texts that were cut out of longer ones go, unless many fill them alike. */
static int texts_ends(lt_texts *texts, leitong_error *error)
{
    lt_star *star = &texts->star;
    for (int side = 0; side < 2 && star->part_count > 0; side++) {
        uint32_t p = side == 0 ? star->part_count - 1 : 0;
        bool alike = true;
        if (star->parts[p].kind == LT_PART_SLOT && star->parts[p].begin == star->parts[p].end) {
            LT_TRY(texts_alike(texts, p, &alike, error));
        }
        if (!alike) {
            star->part_count--;
            memmove(star->parts + p, star->parts + p + 1, (star->part_count - p) * sizeof *star->parts);
            for (uint32_t t = 0; t < texts->text_count; t++) {
                size_t cells = (size_t)t * star->part_count;
                lt_star_read(star, t, texts->spans + cells, texts->whole + cells);
            }
        }
    }
    return 0;
}

int lt_texts_read(lt_texts *texts, bool inner, double *ret_ratio, leitong_error *error)
{
    lt_star_members members = {texts->kept, texts->copies};
    uint32_t before = texts->text_count + 1;
    LT_TRY(texts_lay(texts, error));
    for (unsigned fix = 0; fix <= TEXTS_FIXES && texts->kept_count > 0 && texts->kept_count < before; fix++) {
        before = texts->kept_count;
        LT_TRY(lt_star_cut(&texts->star, &members, error));
        LT_TRY(texts_room_for_parts(texts, error));
        texts_keep(texts, inner, ret_ratio);
    }
    texts->kept_count = texts->kept_count < before ? 0 : texts->kept_count; /* they never agreed */
    LT_TRY(inner ? texts_ends(texts, error) : 0);
    texts_leads(texts);
    return 0;
}

/* Looks for persons at the beginning of a fill, for masks otherwise. */
static int texts_head(lt_texts *texts, uint32_t text, lt_stretch span, bool person, uint32_t part, uint32_t *ret_head,
                      leitong_error *error)
{
    const lt_place *place = &texts->members[texts->first[text]];
    const uint32_t *tokens;
    uint64_t begin = texts->corpus->documents[place->document].token_begin + place->begin + span.begin;
    if (!person) {
        *ret_head = texts->leads[(size_t)text * texts->star.part_count + part];
        return 0;
    }
    LT_TRY(lt_corpus_tokens(texts->corpus, begin, span.end - span.begin, &texts->tokens, &tokens, error));
    *ret_head = (uint32_t)lt_person_prefix(tokens, span.end - span.begin);
    return 0;
}

/* texts->heads of a slot; *ret_most: enough fills have one, and go on behind it. */
static int texts_heads(lt_texts *texts, uint32_t part, bool person, bool *ret_most, leitong_error *error)
{
    uint32_t filled = 0;
    uint32_t headed = 0;
    uint32_t longer = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        lt_stretch span = texts->spans[(size_t)t * texts->star.part_count + part];
        texts->heads[t] = 0;
        if (!texts->kept[t] || span.begin == span.end) {
            continue;
        }
        LT_TRY(texts_head(texts, t, span, person, part, &texts->heads[t], error));
        filled++;
        headed += texts->heads[t] > 0;
        longer += texts->heads[t] > 0 && texts->heads[t] < span.end - span.begin;
    }
    unsigned percent = person ? LT_STAR_FIXED : TEXTS_LEADS;
    *ret_most = longer > 1 && (uint64_t)longer * 2 >= headed && (uint64_t)headed * 100 >= (uint64_t)filled * percent;
    return 0;
}

/* A part becomes two: texts->heads, and the rest. */
static int texts_part(lt_texts *texts, uint32_t p, leitong_error *error)
{
    lt_star *consensus = &texts->star;
    uint32_t parts = consensus->part_count;
    size_t cells = (size_t)texts->text_count * (parts + 1) + 1;
    LT_TRY(LT_RESERVE(consensus->parts, consensus->part_capacity, (size_t)parts + 1, error));
    LT_TRY(LT_RESERVE(texts->spans, texts->span_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->whole, texts->whole_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->leads, texts->lead_capacity, cells, error));
    for (uint32_t t = texts->text_count; t-- > 0;) { /* from the last, since rows grow in place */
        lt_stretch *spans = texts->spans + (size_t)t * (parts + 1);
        uint32_t *leads = texts->leads + (size_t)t * (parts + 1);
        uint8_t *whole = texts->whole + (size_t)t * (parts + 1);
        memmove(spans, texts->spans + (size_t)t * parts, parts * sizeof *spans);
        memmove(leads, texts->leads + (size_t)t * parts, parts * sizeof *leads);
        memmove(whole, texts->whole + (size_t)t * parts, parts);
        memmove(spans + p + 1, spans + p, (parts - p) * sizeof *spans);
        memmove(leads + p + 1, leads + p, (parts - p) * sizeof *leads);
        memmove(whole + p + 1, whole + p, parts - p);
        spans[p].end = spans[p].begin + texts->heads[t];
        spans[p + 1].begin += texts->heads[t];
        leads[p + 1] = 0;
    }
    memmove(consensus->parts + p + 1, consensus->parts + p, (parts - p) * sizeof(lt_part));
    consensus->part_count++;
    return 0;
}

int lt_texts_split(lt_texts *texts, leitong_error *error)
{
    for (uint32_t p = 0; p < texts->star.part_count; p++) {
        bool split = false;
        const lt_part *part = &texts->star.parts[p];
        if (part->kind != LT_PART_SLOT || part->begin < part->end) {
            continue;
        }
        LT_TRY(texts_heads(texts, p, true, &split, error));
        LT_TRY(split ? 0 : texts_heads(texts, p, false, &split, error));
        LT_TRY(split ? texts_part(texts, p++, error) : 0);
    }
    return 0;
}

/* The fill of the last part. */
static lt_stretch *texts_last(lt_texts *texts, uint32_t text)
{
    return &texts->spans[(size_t)(text + 1) * texts->star.part_count - 1];
}

/* Cuts a text's last fill to the shortest of those known that it begins with. */
static int texts_cut(lt_texts *texts, uint32_t text, const lt_place *known, size_t count, leitong_error *error)
{
    lt_stretch *fill = texts_last(texts, text);
    lt_place whole = texts_place(texts, text, *fill);
    uint32_t shortest = whole.end - whole.begin;
    for (size_t i = 0; i < count; i++) {
        uint32_t length = known[i].end - known[i].begin;
        bool begins = false;
        if (length < shortest) {
            lt_place head = {whole.document, whole.begin, whole.begin + length};
            LT_TRY(lt_texts_equal(texts, head, known[i], &begins, error));
        }
        shortest = begins ? length : shortest;
    }
    fill->end = fill->begin + shortest;
    return 0;
}

int lt_texts_trim(lt_texts *texts, leitong_error *error)
{
    lt_place known[LT_TEMPLATE_SAMPLE]; /* short fills */
    size_t count = 0;
    const lt_star *consensus = &texts->star;
    if (consensus->part_count == 0 || consensus->parts[consensus->part_count - 1].kind != LT_PART_SLOT) {
        return 0;
    }
    for (uint32_t t = 0; t < texts->text_count && count < LT_TEMPLATE_SAMPLE; t++) {
        const lt_stretch *fill = texts_last(texts, t);
        if (texts->kept[t] && fill->begin < fill->end && fill->end - fill->begin <= TEXTS_SHORT) {
            known[count++] = texts_place(texts, t, *fill);
        }
    }
    for (uint32_t t = 0; t < texts->text_count; t++) {
        if (texts->kept[t]) {
            LT_TRY(texts_cut(texts, t, known, count, error));
        }
    }
    return 0;
}
