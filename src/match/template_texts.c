#include "match/template_texts.h"

#include "buffer.h"
#include "hash.h"
#include "match/person.h"
#include "match/template.h"

#include <stdlib.h>
#include <string.h>

int lt_texts_open(lt_texts *texts, const lt_corpus *corpus, unsigned fold_flags, leitong_error *error)
{
    texts->corpus = corpus;
    return lt_mask_new(corpus, fold_flags, &texts->mask, error);
}

void lt_texts_clear(lt_texts *texts)
{
    lt_mask_free(texts->mask);
    lt_star_clear(&texts->star);
    lt_reading_clear(&texts->reading);
    lt_describe_clear(&texts->describe);
    lt_consensus_clear(&texts->consensus);
    lt_spool_scratch_clear(&texts->tokens);
    free(texts->order);
    free(texts->order_sorted);
    free(texts->text_of);
    free(texts->first);
    free(texts->copies);
    free(texts->kept);
    free(texts->sample);
    free(texts->ids);
    free(texts->own);
    free(texts->spans);
    free(texts->clean);
    free(texts->names);
    *texts = (lt_texts){0};
}

int lt_texts_hash(lt_texts *texts, lt_place place, uint64_t *ret_hash, leitong_error *error)
{
    const uint32_t *tokens;
    size_t count = place.end - place.begin;
    uint64_t begin = texts->corpus->documents[place.document].token_begin + place.begin;
    int code = lt_corpus_tokens(texts->corpus, begin, count, &texts->tokens, &tokens, error);
    if (code == 0) {
        *ret_hash = lt_hash_64(tokens, count * sizeof *tokens);
    }
    return code;
}

static int texts_room(lt_texts *texts, size_t count, leitong_error *error)
{
    int code = lt_buffer_reserve(&texts->order, &texts->order_capacity, count, sizeof *texts->order, error);
    code = code != 0
               ? code
               : lt_buffer_reserve(&texts->order_sorted, &texts->sorted_capacity, count, sizeof *texts->order, error);
    code = code != 0 ? code : lt_buffer_reserve(&texts->text_of, &texts->text_capacity, count, sizeof(uint32_t), error);
    code = code != 0 ? code : lt_buffer_reserve(&texts->first, &texts->first_capacity, count, sizeof(uint32_t), error);
    code =
        code != 0 ? code : lt_buffer_reserve(&texts->copies, &texts->copies_capacity, count, sizeof(uint32_t), error);
    code = code != 0 ? code : lt_buffer_reserve(&texts->clean, &texts->clean_capacity, count, sizeof(uint32_t), error);
    code = code != 0 ? code : lt_buffer_reserve(&texts->names, &texts->name_capacity, count, sizeof(uint32_t), error);
    return code != 0 ? code : lt_buffer_reserve(&texts->kept, &texts->kept_capacity, count, 1, error);
}

int lt_texts_gather(lt_texts *texts, const lt_place *members, uint32_t count, leitong_error *error)
{
    int code = texts_room(texts, (size_t)count + 1, error);
    texts->members = members;
    texts->member_count = count;
    texts->text_count = 0;
    for (uint32_t m = 0; code == 0 && m < count; m++) {
        texts->order[m].value = m;
        code = lt_texts_hash(texts, members[m], &texts->order[m].key, error);
    }
    if (code != 0) {
        return code;
    }
    lt_radix_records(texts->order, texts->order_sorted, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t member = (uint32_t)texts->order[i].value;
        if (i == 0 || texts->order[i].key != texts->order[i - 1].key) {
            texts->first[texts->text_count] = member;
            texts->copies[texts->text_count] = 0;
            texts->kept[texts->text_count++] = 1;
        }
        texts->copies[texts->text_count - 1]++;
        texts->text_of[member] = texts->text_count - 1;
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
    code = code != 0 ? code : lt_buffer_reserve(ids, capacity, begin + *ret_count + 1, sizeof **ids, error);
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
    lt_radix_records(texts->order, texts->order_sorted, count);
    return count < LT_TEMPLATE_SAMPLE ? count : LT_TEMPLATE_SAMPLE;
}

static int texts_sample(lt_texts *texts, uint32_t *ret_count, leitong_error *error)
{
    uint32_t count = texts_rank(texts);
    size_t total = 0;
    int code =
        lt_buffer_reserve(&texts->sample, &texts->sample_capacity, LT_TEMPLATE_SAMPLE, sizeof *texts->sample, error);
    for (uint32_t s = 0; code == 0 && s < count; s++) {
        const lt_unit *units;
        size_t own = 0;
        uint32_t text = (uint32_t)texts->order[s].value;
        code = texts_units(texts, text, &texts->ids, &texts->id_capacity, total, &units, &own, error);
        texts->sample[s] = (lt_variant){NULL, (uint32_t)own, texts->copies[text]};
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
    for (uint32_t p = 0; p < parts; p++) {
        lt_read_part own = texts->reading.parts[p];
        spans[p] = (lt_stretch){0, 0};
        if (own.begin < own.end) {
            const lt_unit *last = &units[own.end - 1];
            spans[p] = (lt_stretch){units[own.begin].begin - begin, last->begin + last->count - begin};
        }
    }
}

/* A text is the template's when half of the shorter of the two is common to both. */
static bool texts_covered(const lt_texts *texts, uint32_t count)
{
    count -= texts->reading.outside;
    uint32_t shorter = count < texts->consensus.column_count ? count : texts->consensus.column_count;
    return texts->reading.matched * 2 >= shorter && texts->reading.matched > 0;
}

static int texts_read_one(lt_texts *texts, uint32_t text, leitong_error *error)
{
    const lt_unit *units;
    size_t count = 0;
    int code = texts_units(texts, text, &texts->own, &texts->own_capacity, 0, &units, &count, error);
    lt_variant variant = {texts->own, (uint32_t)count, texts->copies[text]};
    code = code != 0 ? code : lt_consensus_read(&texts->star, &texts->consensus, &variant, &texts->reading, error);
    if (code != 0) {
        return code;
    }
    texts->kept[text] = texts_covered(texts, variant.count);
    if (!texts->kept[text]) {
        return 0;
    }
    const lt_reading *r = &texts->reading;
    uint32_t wrong = r->stray + r->missing;
    texts->clean[text] = r->matched > wrong ? r->matched - wrong : 0;
    texts->kept_count++;
    texts_spans(texts, text, units);
    return lt_describe_add(&texts->describe, r, &variant, error);
}

int lt_texts_read(lt_texts *texts, bool inner, leitong_error *error)
{
    uint32_t count = 0;
    int code = texts_sample(texts, &count, error);
    code = code != 0 ? code : lt_consensus_make(&texts->star, texts->sample, count, inner, &texts->consensus, error);
    code = code != 0 ? code
                     : lt_buffer_reserve(&texts->spans, &texts->span_capacity,
                                         (size_t)texts->text_count * texts->consensus.part_count + 1,
                                         sizeof *texts->spans, error);
    lt_describe_begin(&texts->describe, &texts->consensus);
    texts->kept_count = 0;
    for (uint32_t t = 0; code == 0 && t < texts->text_count; t++) {
        code = texts_read_one(texts, t, error);
    }
    return code;
}

/* Looks for persons at the beginning of a slot's fills: texts->names; *ret_most: nearly all begin with one. */
static int texts_persons(lt_texts *texts, uint32_t part, bool *ret_most, leitong_error *error)
{
    uint32_t filled = 0;
    uint32_t named = 0;
    uint32_t longer = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        lt_stretch span = texts->spans[(size_t)t * texts->consensus.part_count + part];
        texts->names[t] = 0;
        if (!texts->kept[t] || span.begin == span.end) {
            continue;
        }
        const lt_place *place = &texts->members[texts->first[t]];
        const uint32_t *tokens;
        uint64_t begin = texts->corpus->documents[place->document].token_begin + place->begin + span.begin;
        int code = lt_corpus_tokens(texts->corpus, begin, span.end - span.begin, &texts->tokens, &tokens, error);
        if (code != 0) {
            return code;
        }
        texts->names[t] = (uint32_t)lt_person_prefix(tokens, span.end - span.begin);
        filled++;
        named += texts->names[t] > 0;
        longer += texts->names[t] < span.end - span.begin;
    }
    *ret_most = named > 1 && longer > 1 && (uint64_t)named * 100 >= (uint64_t)filled * LT_CONSENSUS_FIXED;
    return 0;
}

int lt_texts_split(lt_texts *texts, leitong_error *error)
{
    lt_consensus *consensus = &texts->consensus;
    int code = 0;
    for (uint32_t p = 0; code == 0 && p < consensus->part_count; p++) {
        bool most = false;
        const lt_part *part = &consensus->parts[p];
        if (part->kind == LT_PART_SLOT && part->begin == part->end) {
            code = texts_persons(texts, p, &most, error);
        }
        if (code != 0 || !most) {
            continue;
        }
        uint32_t parts = consensus->part_count;
        code =
            lt_buffer_reserve(&consensus->parts, &consensus->part_capacity, (size_t)parts + 1, sizeof(lt_part), error);
        code = code != 0 ? code
                         : lt_buffer_reserve(&texts->spans, &texts->span_capacity,
                                             (size_t)texts->text_count * (parts + 1) + 1, sizeof *texts->spans, error);
        for (uint32_t t = texts->text_count; code == 0 && t-- > 0;) { /* from the last, since rows grow in place */
            lt_stretch *from = texts->spans + (size_t)t * parts;
            lt_stretch *to = texts->spans + (size_t)t * (parts + 1);
            lt_stretch whole = from[p];
            memmove(to + p + 1, from + p, (parts - p) * sizeof *to);
            memmove(to, from, p * sizeof *to);
            to[p] = (lt_stretch){whole.begin, whole.begin + texts->names[t]};
            to[p + 1] = (lt_stretch){whole.begin + texts->names[t], whole.end};
        }
        if (code == 0) {
            memmove(consensus->parts + p + 1, consensus->parts + p, (parts - p) * sizeof(lt_part));
            consensus->part_count++;
            p++;
        }
    }
    return code;
}
