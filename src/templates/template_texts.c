#include "templates/template_texts.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "templates/person.h"
#include "templates/template_list.h"

#include <stdlib.h>
#include <string.h>

#define TEXTS_STRAY 8          /* tokens of a fill that stands beside its slot, at most */
#define TEXTS_COVERED 40       /* percent of a text that must be the template's; a formula's slots may hold sentences */
#define TEXTS_FIXES 4          /* times that fixed text is cut to what members have */
#define TEXTS_SHORT 8          /* tokens of a fill that longer ones are cut to, at most */
#define TEXTS_UNITS (1U << 20) /* units of the sample that are kept */
#define TEXTS_LEADS 50 /* percent of a slot's fills that must begin with masks for these to be a slot of their own */

/* Words within the text beside a slot that the text leaves empty. */
typedef struct lt_texts_stray {
    uint32_t text, part; /* the slot */
    lt_stretch span;     /* tokens from the text's first one */
} lt_texts_stray;

int lt_texts_open(lt_texts *texts, const lt_corpus *corpus, unsigned fold_flags, leitong_error *error)
{
    texts->corpus = corpus;
    LT_TRY(lt_form_measures_find(corpus, fold_flags, &texts->measures, error));
    return lt_mask_new(corpus, fold_flags, &texts->mask, error);
}

void lt_texts_clear(lt_texts *texts)
{
    lt_mask_free(texts->mask);
    lt_profile_alignment_clear(&texts->star);
    lt_reading_clear(&texts->reading);
    lt_description_length_clear(&texts->describe);
    lt_profile_clear(&texts->consensus);
    lt_spool_scratch_clear(&texts->tokens);
    lt_spool_scratch_clear(&texts->others);
    free(texts->order);
    free(texts->order_sorted);
    free(texts->text_of);
    free(texts->first);
    free(texts->copies);
    free(texts->kept);
    free(texts->sample);
    free(texts->ids);
    free(texts->units);
    free(texts->sampled);
    free(texts->own);
    free(texts->spans);
    free(texts->clean);
    free(texts->leads);
    free(texts->standing);
    free(texts->strays);
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
    LT_TRY(LT_RESERVE(texts->sampled, texts->sampled_capacity, count, error));
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

/* A text's units; their ids are appended to `ids`, of which `begin` are taken. */
static int texts_units(lt_texts *texts, uint32_t text, uint32_t **ids, size_t *capacity, size_t begin,
                       const lt_unit **ret_units, size_t *ret_count, leitong_error *error)
{
    const lt_place *place = &texts->members[texts->first[text]];
    int code = lt_mask_place(texts->mask, place->document, place->begin, place->end, ret_units, ret_count, error);
    code = code != 0 ? code : LT_RESERVE(*ids, *capacity, begin + *ret_count + 1, error);
    for (size_t i = 0; code == 0 && i < *ret_count; i++) {
        (*ids)[begin + i] = (*ret_units)[i].id;
    }
    return code;
}

/* The kept texts in the order of how many members have them; of equals by their hash, as they stand. */
static uint32_t texts_rank(lt_texts *texts)
{
    uint32_t count = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        if (texts->kept[t]) {
            texts->order[count++] = (lt_record){UINT32_MAX - texts->copies[t], t};
        }
    }
    lt_radix_sort_records(texts->order, texts->order_sorted, count);
    return LT_MIN(count, LT_TEMPLATE_SAMPLE);
}

static int texts_sample(lt_texts *texts, uint32_t *ret_count, leitong_error *error)
{
    uint32_t count = texts_rank(texts);
    size_t total = 0;
    memset(texts->sampled, 0, texts->text_count * sizeof *texts->sampled);
    int code = LT_RESERVE(texts->sample, texts->sample_capacity, LT_TEMPLATE_SAMPLE, error);
    for (uint32_t s = 0; code == 0 && s < count; s++) {
        const lt_unit *units;
        size_t own = 0;
        uint32_t text = (uint32_t)texts->order[s].value;
        code = texts_units(texts, text, &texts->ids, &texts->id_capacity, total, &units, &own, error);
        texts->sample[s] = (lt_variant){NULL, (uint32_t)own, texts->copies[text]};
        if (code == 0 && total + own <= TEXTS_UNITS) {
            code = LT_RESERVE(texts->units, texts->unit_capacity, total + own + 1, error);
            if (code == 0) {
                memcpy(texts->units + total, units, own * sizeof *units);
                texts->sampled[text] = s + 1;
            }
        }
        total += own;
    }
    for (uint32_t s = 0, begin = 0; code == 0 && s < count; begin += texts->sample[s++].count) {
        texts->sample[s].ids = texts->ids + begin;
    }
    *ret_count = count;
    return code;
}

/* Units → tokens from the text's first one. */
static void texts_spans(lt_texts *texts, uint32_t text, const lt_unit *units)
{
    uint32_t parts = texts->consensus.part_count;
    uint32_t begin = texts->members[texts->first[text]].begin;
    lt_stretch *spans = texts->spans + (size_t)text * parts;
    uint32_t *leads = texts->leads + (size_t)text * parts;
    for (uint32_t p = 0; p < parts; p++) {
        lt_read_part own = texts->reading.parts[p];
        spans[p] = (lt_stretch){0, 0};
        leads[p] = 0;
        if (own.begin < own.end) {
            const lt_unit *last = &units[own.end - 1];
            spans[p] = (lt_stretch){units[own.begin].begin - begin, last->begin + last->count - begin};
            for (uint32_t u = own.begin; u < own.end && units[u].kind != LT_UNIT_WORD; u++) {
                leads[p] += units[u].count;
            }
        }
    }
}

/* Keeps the longest stretch of units that stands inside part `beside` of a text without being its own. */
static int texts_stray(lt_texts *texts, uint32_t text, uint32_t slot, uint32_t beside, const lt_unit *units,
                       leitong_error *error)
{
    const lt_part *part = &texts->consensus.parts[beside];
    uint32_t begin = texts->members[texts->first[text]].begin;
    lt_read_part longest = {0, 0};
    uint32_t reached = LT_PROFILE_ALIGNMENT_NONE;
    for (uint32_t c = part->begin; c < part->end; c++) {
        uint32_t at = texts->reading.at[c];
        if (at == LT_PROFILE_ALIGNMENT_NONE) {
            continue;
        }
        if (reached != LT_PROFILE_ALIGNMENT_NONE && at - reached > longest.end - longest.begin) {
            longest = (lt_read_part){reached, at};
        }
        reached = at + 1;
    }
    if (longest.begin == longest.end || longest.end - longest.begin > TEXTS_STRAY) {
        return 0;
    }
    int code = LT_RESERVE(texts->strays, texts->stray_capacity, texts->stray_count + 1, error);
    if (code == 0) {
        const lt_unit *last = &units[longest.end - 1];
        texts->strays[texts->stray_count++] =
            (lt_texts_stray){text, slot, {units[longest.begin].begin - begin, last->begin + last->count - begin}};
    }
    return code;
}

static int texts_strays(lt_texts *texts, uint32_t text, const lt_unit *units, leitong_error *error)
{
    const lt_profile *consensus = &texts->consensus;
    int code = 0;
    for (uint32_t p = 0; code == 0 && p < consensus->part_count && texts->reading.strays > 0; p++) {
        bool slot = consensus->parts[p].kind == LT_PART_SLOT && consensus->parts[p].begin == consensus->parts[p].end;
        if (slot && texts->reading.parts[p].begin == texts->reading.parts[p].end) {
            code = p > 0 ? texts_stray(texts, text, p, p - 1, units, error) : 0;
            code =
                code != 0 || p + 1 == consensus->part_count ? code : texts_stray(texts, text, p, p + 1, units, error);
        }
    }
    return code;
}

/* What stands in the columns of a text as read. */
static void texts_standing(lt_texts *texts, uint32_t text)
{
    uint32_t columns = texts->consensus.column_count;
    const uint32_t *at = texts->reading.at;
    uint8_t *standing = texts->standing + (size_t)text * columns;
    for (uint32_t c = 0; c < columns; c++) {
        bool there = at[c] != LT_PROFILE_ALIGNMENT_NONE;
        bool behind = there && c > 0 && at[c - 1] != LT_PROFILE_ALIGNMENT_NONE && at[c] == at[c - 1] + 1;
        standing[c] = behind ? LT_FIXED_BEHIND : there;
    }
}

/* A text is the template's when half of the shorter of the two is common to both. */
static bool texts_covered(const lt_texts *texts, uint32_t count, bool inner)
{
    count -= texts->reading.outside;
    uint32_t matched = texts->reading.matched;
    uint32_t shorter = LT_MIN(count, texts->consensus.column_count);
    return matched > 0 && matched * 2 >= shorter &&
           (inner || (uint64_t)matched * 100 >= (uint64_t)count * TEXTS_COVERED);
}

static int texts_read_one(lt_texts *texts, uint32_t text, bool inner, leitong_error *error)
{
    const lt_unit *units;
    lt_variant variant;
    int code = 0;
    if (texts->sampled[text] != 0) {
        variant = texts->sample[texts->sampled[text] - 1];
        units = texts->units + (variant.ids - texts->ids);
    } else {
        size_t count = 0;
        code = texts_units(texts, text, &texts->own, &texts->own_capacity, 0, &units, &count, error);
        variant = (lt_variant){texts->own, (uint32_t)count, texts->copies[text]};
    }
    code = code != 0 ? code : lt_profile_read(&texts->star, &texts->consensus, &variant, &texts->reading, error);
    if (code != 0) {
        return code;
    }
    texts->kept[text] = texts_covered(texts, variant.count, inner);
    if (!texts->kept[text]) {
        return 0;
    }
    const lt_reading *r = &texts->reading;
    uint32_t wrong = r->stray + r->missing;
    texts->clean[text] = r->matched > wrong ? r->matched - wrong : 0;
    texts->kept_count++;
    texts_spans(texts, text, units);
    texts_standing(texts, text);
    code = texts_strays(texts, text, units, error);
    return code != 0 ? code : lt_description_length_add(&texts->describe, r, &variant, error);
}

static int texts_read_all(lt_texts *texts, bool inner, leitong_error *error)
{
    size_t cells = (size_t)texts->text_count * texts->consensus.part_count + 1;
    LT_TRY(LT_RESERVE(texts->spans, texts->span_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->leads, texts->lead_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->standing, texts->standing_capacity,
                      (size_t)texts->text_count * texts->consensus.column_count + 1, error));
    lt_description_length_begin(&texts->describe, &texts->consensus);
    texts->kept_count = 0;
    texts->stray_count = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        LT_TRY(texts_read_one(texts, t, inner, error));
    }
    return 0;
}

int lt_texts_read(lt_texts *texts, bool inner, leitong_error *error)
{
    uint32_t count = 0;
    bool changed = true;
    LT_TRY(texts_sample(texts, &count, error));
    LT_TRY(lt_profile_make(&texts->star, texts->sample, count, inner, &texts->consensus, error));
    for (unsigned fix = 0; changed && fix <= TEXTS_FIXES; fix++) {
        LT_TRY(texts_read_all(texts, inner, error));
        lt_fixed_texts fixed = {texts->standing, texts->kept, texts->copies, texts->text_count};
        LT_TRY(lt_fixed_cut(&fixed, &texts->consensus, &changed, error));
    }
    texts->kept_count = changed ? 0 : texts->kept_count;
    return 0;
}

/* A stretch of a text, which counts from its first token, as a place. */
static lt_place texts_place(const lt_texts *texts, uint32_t text, lt_stretch span)
{
    const lt_place *own = &texts->members[texts->first[text]];
    return (lt_place){own->document, own->begin + span.begin, own->begin + span.end};
}

/* Whether another text fills a part with these words. */
static int texts_fills(lt_texts *texts, const lt_texts_stray *stray, bool *ret_fills, leitong_error *error)
{
    lt_place wanted = texts_place(texts, stray->text, stray->span);
    bool fills = false;
    for (uint32_t t = 0; t < texts->text_count && !fills; t++) {
        lt_stretch span = texts->spans[(size_t)t * texts->consensus.part_count + stray->part];
        if (texts->kept[t]) {
            LT_TRY(lt_texts_equal(texts, texts_place(texts, t, span), wanted, &fills, error));
        }
    }
    *ret_fills = fills;
    return 0;
}

int lt_texts_recover(lt_texts *texts, leitong_error *error)
{
    int code = 0;
    size_t most = LT_MIN(texts->stray_count, LT_TEMPLATE_SAMPLE); /* keeps it linear */
    for (size_t i = 0; code == 0 && i < most; i++) {
        bool fills = false;
        lt_stretch *span =
            &texts->spans[(size_t)texts->strays[i].text * texts->consensus.part_count + texts->strays[i].part];
        if (span->begin == span->end) {
            code = texts_fills(texts, &texts->strays[i], &fills, error);
        }
        if (code == 0 && fills) {
            *span = texts->strays[i].span;
        }
    }
    return code;
}

/* Looks for persons at the beginning of a fill, for masks otherwise. */
static int texts_head(lt_texts *texts, uint32_t text, lt_stretch span, bool person, uint32_t part, uint32_t *ret_head,
                      leitong_error *error)
{
    const lt_place *place = &texts->members[texts->first[text]];
    const uint32_t *tokens;
    uint64_t begin = texts->corpus->documents[place->document].token_begin + place->begin + span.begin;
    if (!person) {
        *ret_head = texts->leads[(size_t)text * texts->consensus.part_count + part];
        return 0;
    }
    int code = lt_corpus_tokens(texts->corpus, begin, span.end - span.begin, &texts->tokens, &tokens, error);
    if (code == 0) {
        *ret_head = (uint32_t)lt_person_prefix(tokens, span.end - span.begin);
    }
    return code;
}

/* texts->heads of a slot; *ret_most: enough fills have one, and go on behind it. */
static int texts_heads(lt_texts *texts, uint32_t part, bool person, bool *ret_most, leitong_error *error)
{
    uint32_t filled = 0;
    uint32_t headed = 0;
    uint32_t longer = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        lt_stretch span = texts->spans[(size_t)t * texts->consensus.part_count + part];
        texts->heads[t] = 0;
        if (!texts->kept[t] || span.begin == span.end) {
            continue;
        }
        int code = texts_head(texts, t, span, person, part, &texts->heads[t], error);
        if (code != 0) {
            return code;
        }
        filled++;
        headed += texts->heads[t] > 0;
        longer += texts->heads[t] > 0 && texts->heads[t] < span.end - span.begin;
    }
    unsigned percent = person ? LT_PROFILE_FIXED : TEXTS_LEADS;
    *ret_most = longer > 1 && (uint64_t)longer * 2 >= headed && (uint64_t)headed * 100 >= (uint64_t)filled * percent;
    return 0;
}

/* A part becomes two: texts->heads, and the rest. */
static int texts_part(lt_texts *texts, uint32_t p, leitong_error *error)
{
    lt_profile *consensus = &texts->consensus;
    uint32_t parts = consensus->part_count;
    size_t cells = (size_t)texts->text_count * (parts + 1) + 1;
    int code = LT_RESERVE(consensus->parts, consensus->part_capacity, (size_t)parts + 1, error);
    code = code != 0 ? code : LT_RESERVE(texts->spans, texts->span_capacity, cells, error);
    code = code != 0 ? code : LT_RESERVE(texts->leads, texts->lead_capacity, cells, error);
    if (code != 0) {
        return code;
    }
    for (uint32_t t = texts->text_count; t-- > 0;) { /* from the last, since rows grow in place */
        lt_stretch *spans = texts->spans + (size_t)t * (parts + 1);
        uint32_t *leads = texts->leads + (size_t)t * (parts + 1);
        memmove(spans, texts->spans + (size_t)t * parts, parts * sizeof *spans);
        memmove(leads, texts->leads + (size_t)t * parts, parts * sizeof *leads);
        memmove(spans + p + 1, spans + p, (parts - p) * sizeof *spans);
        memmove(leads + p + 1, leads + p, (parts - p) * sizeof *leads);
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
    int code = 0;
    for (uint32_t p = 0; code == 0 && p < texts->consensus.part_count; p++) {
        bool split = false;
        const lt_part *part = &texts->consensus.parts[p];
        if (part->kind != LT_PART_SLOT || part->begin < part->end) {
            continue;
        }
        code = texts_heads(texts, p, true, &split, error);
        code = code != 0 || split ? code : texts_heads(texts, p, false, &split, error);
        if (code == 0 && split) {
            code = texts_part(texts, p++, error);
        }
    }
    return code;
}

/* The fill of the last part. */
static lt_stretch *texts_last(lt_texts *texts, uint32_t text)
{
    return &texts->spans[(size_t)(text + 1) * texts->consensus.part_count - 1];
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
    const lt_profile *consensus = &texts->consensus;
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
