#include "templates/template_slots.h"

#include "base/buffer.h"
#include "templates/person.h"
#include "templates/template_list.h"

#include <string.h>

#define SLOTS_SHORT 8  /* tokens of a fill that longer ones are cut to, at most */
#define SLOTS_LEADS 50 /* percent of a slot's fills that begin with masks, which so are a slot of their own */

/* Looks for persons at the beginning of a fill, for masks otherwise. */
static int slots_head(lt_texts *texts, uint32_t text, lt_stretch span, bool person, uint32_t part, uint32_t *ret_head,
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
static int slots_heads(lt_texts *texts, uint32_t part, bool person, bool *ret_most, leitong_error *error)
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
        LT_TRY(slots_head(texts, t, span, person, part, &texts->heads[t], error));
        filled++;
        headed += texts->heads[t] > 0;
        longer += texts->heads[t] > 0 && texts->heads[t] < span.end - span.begin;
    }
    unsigned percent = person ? LT_STAR_FIXED : SLOTS_LEADS;
    *ret_most = longer > 1 && (uint64_t)longer * 2 >= headed && (uint64_t)headed * 100 >= (uint64_t)filled * percent;
    return 0;
}

/* A part becomes two: texts->heads, and the rest. */
static int slots_part(lt_texts *texts, uint32_t p, leitong_error *error)
{
    lt_star *star = &texts->star;
    uint32_t parts = star->part_count;
    size_t cells = (size_t)texts->text_count * (parts + 1) + 1;
    LT_TRY(LT_RESERVE(star->parts, star->part_capacity, (size_t)parts + 1, error));
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
    memmove(star->parts + p + 1, star->parts + p, (parts - p) * sizeof(lt_part));
    star->part_count++;
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
        LT_TRY(slots_heads(texts, p, true, &split, error));
        LT_TRY(split ? 0 : slots_heads(texts, p, false, &split, error));
        LT_TRY(split ? slots_part(texts, p++, error) : 0);
    }
    return 0;
}

/* The fill of the last part. */
static lt_stretch *slots_last(lt_texts *texts, uint32_t text)
{
    return &texts->spans[(size_t)(text + 1) * texts->star.part_count - 1];
}

/* Cuts a text's last fill to the shortest of those known that it begins with. */
static int slots_cut(lt_texts *texts, uint32_t text, const lt_place *known, size_t count, leitong_error *error)
{
    lt_stretch *fill = slots_last(texts, text);
    lt_place whole = lt_texts_place(texts, text, *fill);
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
    const lt_star *star = &texts->star;
    if (star->part_count == 0 || star->parts[star->part_count - 1].kind != LT_PART_SLOT) {
        return 0;
    }
    for (uint32_t t = 0; t < texts->text_count && count < LT_TEMPLATE_SAMPLE; t++) {
        const lt_stretch *fill = slots_last(texts, t);
        if (texts->kept[t] && fill->begin < fill->end && fill->end - fill->begin <= SLOTS_SHORT) {
            known[count++] = lt_texts_place(texts, t, *fill);
        }
    }
    for (uint32_t t = 0; t < texts->text_count; t++) {
        if (texts->kept[t]) {
            LT_TRY(slots_cut(texts, t, known, count, error));
        }
    }
    return 0;
}
