#include "templates/template_read.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"

#include <string.h>

#define READ_MEDOIDS 15       /* texts of which one becomes the line, at most */
#define READ_GRAMS (1U << 14) /* of theirs that are counted, about */
#define READ_STATED 75        /* percent of the fixed units that a text must have */
#define READ_COVERED 40       /* percent of a text that must be fixed; a formula's slots may hold sentences */
#define READ_FIXES 4          /* times that texts leave */
#define READ_ALIKE 30         /* percent that must fill a slot at an inner end alike */

static int read_units(lt_texts *texts, uint32_t text, const lt_unit **ret_units, size_t *ret_count,
                      leitong_error *error)
{
    const lt_place *place = &texts->members[texts->first[text]];
    return lt_mask_place(texts->mask, place->document, place->begin, place->end, ret_units, ret_count, error);
}

/* The texts in the order of how many members have them; of equals by their hash, as they stand. Returns how many of
 * them may become the line. */
static uint32_t read_rank(lt_texts *texts)
{
    for (uint32_t t = 0; t < texts->text_count; t++) {
        texts->order[t] = (lt_record){UINT32_MAX - texts->copies[t], t};
    }
    lt_radix_sort_records(texts->order, texts->order_sorted, texts->text_count);
    return LT_MIN(texts->text_count, READ_MEDOIDS);
}

/* The grams of texts->order[0, count), of long texts a part of them: texts->grams = {hash, text}. */
static int read_grams(lt_texts *texts, uint32_t count, size_t *ret_grams, leitong_error *error)
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
        LT_TRY(lt_texts_tokens(texts, place, &texts->tokens, &ids, error));
        LT_TRY(LT_RESERVE(texts->grams, texts->gram_capacity, 2 * (grams + own + 1), error));
        for (size_t i = 0; i + LT_LINE_GRAM <= own; i++) {
            uint64_t hash = lt_hash_64(ids + i, LT_LINE_GRAM * sizeof *ids);
            if (hash % (tokens / READ_GRAMS + 1) == 0) {
                texts->grams[grams++] = (lt_record){hash, s};
            }
        }
    }
    lt_radix_sort_records(texts->grams, texts->grams + grams, grams);
    *ret_grams = grams;
    return 0;
}

/* The text that has most in common with the others; of equals the first by rank. */
static int read_medoid(lt_texts *texts, uint32_t *ret_text, leitong_error *error)
{
    int64_t scores[READ_MEDOIDS] = {0};
    uint32_t count = read_rank(texts);
    size_t grams = 0;
    LT_TRY(count > 2 ? read_grams(texts, count, &grams, error) : 0);
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

static int read_lay(lt_texts *texts, leitong_error *error)
{
    const lt_unit *units;
    size_t count = 0;
    uint32_t line = 0;
    LT_TRY(read_medoid(texts, &line, error));
    LT_TRY(read_units(texts, line, &units, &count, error));
    LT_TRY(lt_star_begin(&texts->star, units, count, error));
    for (uint32_t t = 0; t < texts->text_count; t++) {
        LT_TRY(read_units(texts, t, &units, &count, error));
        LT_TRY(lt_star_add(&texts->star, units, count, texts->members[texts->first[t]].begin, error));
    }
    return 0;
}

/* Reads the kept texts; those that the parts do not cover leave. *ret_percent as in lt_texts_read, of those that stay.
 */
static void read_keep(lt_texts *texts, bool inner, uint32_t *ret_percent)
{
    const lt_star *star = &texts->star;
    uint32_t fixed = 0; /* units */
    uint32_t words = 0;
    uint32_t slots = 0;
    uint64_t raw = 0;
    for (uint32_t p = 0; p < star->part_count; p++) {
        uint32_t own = star->parts[p].end - star->parts[p].begin;
        fixed += own;
        words += star->parts[p].kind == LT_PART_TEXT ? own : 0;
        slots += star->parts[p].kind == LT_PART_SLOT;
    }
    uint64_t described = (uint64_t)words * LT_SHAPE_UNIT;
    texts->kept_count = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        size_t cells = (size_t)t * star->part_count;
        if (!texts->kept[t]) {
            continue;
        }
        uint32_t have = lt_star_read(star, t, texts->spans + cells, texts->whole + cells);
        const lt_star_text *text = &star->texts[t];
        texts->clean[t] = have;
        texts->kept[t] = have > 0 && (uint64_t)have * 100 >= (uint64_t)fixed * READ_STATED &&
                         (inner || (uint64_t)have * 100 >= (uint64_t)text->units * READ_COVERED);
        if (texts->kept[t]) {
            texts->kept_count++;
            raw += (uint64_t)text->words * LT_SHAPE_UNIT;
            described += (uint64_t)(text->words - LT_MIN(text->words, words)) * LT_SHAPE_UNIT;
            described += (uint64_t)slots * LT_SHAPE_SLOT;
        }
    }
    *ret_percent = raw > 0 ? (uint32_t)((described * 100 + raw - 1) / raw) : 100;
}

static int read_room_for_parts(lt_texts *texts, leitong_error *error)
{
    size_t cells = (size_t)texts->text_count * texts->star.part_count + 1;
    LT_TRY(LT_RESERVE(texts->spans, texts->span_capacity, cells, error));
    LT_TRY(LT_RESERVE(texts->whole, texts->whole_capacity, cells, error));
    return LT_RESERVE(texts->leads, texts->lead_capacity, cells, error);
}

static void read_leads(lt_texts *texts)
{
    const lt_star *star = &texts->star;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        for (uint32_t p = 0; texts->kept[t] && p < star->part_count; p++) {
            size_t cell = (size_t)t * star->part_count + p;
            texts->leads[cell] = lt_star_lead(star, t, texts->spans[cell]);
        }
    }
}

/* Whether many fill a slot alike. */
static int read_alike(lt_texts *texts, uint32_t part, bool *ret_alike, leitong_error *error)
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
    *ret_alike = most * 100 >= all * READ_ALIKE;
    return 0;
}

/* Slots at the ends of texts that were cut out of longer ones go, unless many fill them alike. */
static int read_ends(lt_texts *texts, leitong_error *error)
{
    lt_star *star = &texts->star;
    for (int side = 0; side < 2 && star->part_count > 0; side++) {
        uint32_t p = side == 0 ? star->part_count - 1 : 0;
        bool alike = true;
        if (star->parts[p].kind == LT_PART_SLOT && star->parts[p].begin == star->parts[p].end) {
            LT_TRY(read_alike(texts, p, &alike, error));
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

int lt_texts_read(lt_texts *texts, bool inner, uint32_t *ret_percent, leitong_error *error)
{
    lt_star_members members = {texts->kept, texts->copies};
    uint32_t before = texts->text_count + 1;
    LT_TRY(read_lay(texts, error));
    for (unsigned fix = 0; fix <= READ_FIXES && texts->kept_count > 0 && texts->kept_count < before; fix++) {
        before = texts->kept_count;
        LT_TRY(lt_star_cut(&texts->star, &members, error));
        LT_TRY(read_room_for_parts(texts, error));
        read_keep(texts, inner, ret_percent);
    }
    texts->kept_count = texts->kept_count < before ? 0 : texts->kept_count; /* they never agreed */
    LT_TRY(inner ? read_ends(texts, error) : 0);
    read_leads(texts);
    return 0;
}
