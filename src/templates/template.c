#include "templates/template.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "templates/template_border.h"
#include "templates/template_cover.h"
#include "templates/template_read.h"
#include "templates/template_shape.h"
#include "templates/template_slots.h"

#include <stdlib.h>
#include <string.h>

#define TEMPLATE_BATCH 1024 /* families between two calls of the progress function */
#define TEMPLATE_CLAUSE                                                                                                \
    90 /* LT_SHAPE_DESCRIBED of formulas, whose slots hold sentences; whole clauses vouch for them */

/* What one part of a star becomes once all members are read. */
typedef struct template_fate {
    uint32_t filled;   /* kept texts that have something there … */
    uint32_t whole;    /* … and all of it */
    uint32_t distinct; /* different fills */
    uint8_t kind;      /* lt_part_kind */
} template_fate;

typedef struct template_work {
    lt_texts texts;
    template_fate *fates; /* [part] */
    uint32_t *group_of;   /* [text]: which fill of the slot at hand … */
    uint32_t *number_of;  /* [group]: … and its number in the order of first places; UINT32_MAX: not met yet */
    lt_place *fills;      /* of the slot at hand … */
    uint32_t *filling;    /* … and the text that each is in */
    size_t fate_capacity, group_capacity, number_capacity, fill_capacity, filling_capacity;
} template_work;

typedef struct template_run {
    const lt_families *families;
    lt_template *made; /* [family]; without members: no template */
    template_work *works;
    size_t first; /* family of the batch's first item */
} template_run;

void lt_template_clear(lt_template *made)
{
    free(made->parts);
    free(made->fills);
    free(made->fill_ends);
    free(made->members);
    free(made->ranges);
    *made = (lt_template){0};
}

void lt_templates_clear(lt_templates *templates)
{
    for (size_t i = 0; i < templates->count; i++) {
        lt_template_clear(&templates->items[i]);
    }
    free(templates->items);
    *templates = (lt_templates){0};
}

static lt_stretch template_span(const lt_texts *texts, uint32_t text, uint32_t part)
{
    return texts->spans[(size_t)text * texts->star.part_count + part];
}

/* A stretch of a member, which counts from its first token, as a place. */
static lt_place template_place(const lt_texts *texts, uint32_t member, lt_stretch span)
{
    const lt_place *own = &texts->members[member];
    return (lt_place){own->document, own->begin + span.begin, own->begin + span.end};
}

/* Groups the kept texts by what they have in a part: work->group_of, UINT32_MAX where nothing. */
static int template_group(template_work *work, uint32_t part, uint32_t *ret_filled, uint32_t *ret_groups,
                          leitong_error *error)
{
    lt_texts *texts = &work->texts;
    LT_TRY(LT_RESERVE(work->group_of, work->group_capacity, (size_t)texts->text_count + 1, error));
    LT_TRY(lt_texts_fills(texts, part, ret_filled, ret_groups, error));
    memset(work->group_of, 0xFF, texts->text_count * sizeof *work->group_of);
    for (uint32_t i = 0; i < *ret_filled; i++) {
        work->group_of[texts->filling[texts->order[i].value]] = (uint32_t)texts->order[i].key;
    }
    return 0;
}

/* Whether a text has a part's wording as it is, with nothing put in, left out or exchanged. */
static bool template_whole(const lt_texts *texts, uint32_t text, uint32_t part)
{
    lt_stretch span = template_span(texts, text, part);
    return texts->kept[text] && span.begin < span.end && texts->whole[(size_t)text * texts->star.part_count + part];
}

/* What becomes of each part. *ret_words: words of fixed text; *ret_varies: something was filled in or left out. */
static int template_decide(template_work *work, uint32_t *ret_words, bool *ret_varies, leitong_error *error)
{
    lt_texts *texts = &work->texts;
    const lt_star *star = &texts->star;
    LT_TRY(LT_RESERVE(work->fates, work->fate_capacity, (size_t)star->part_count + 1, error));
    *ret_words = 0;
    *ret_varies = false;
    for (uint32_t p = 0; p < star->part_count; p++) {
        template_fate *fate = &work->fates[p];
        *fate = (template_fate){.kind = star->parts[p].kind};
        LT_TRY(template_group(work, p, &fate->filled, &fate->distinct, error));
        if (fate->kind == LT_PART_SLOT && fate->distinct == 1) {
            fate->kind = LT_PART_OPTIONAL;
        }
        for (uint32_t t = 0; t < texts->text_count; t++) {
            fate->whole += template_whole(texts, t, p);
        }
        if (fate->kind == LT_PART_OPTIONAL && fate->whole == texts->kept_count) {
            fate->kind = LT_PART_TEXT;
        }
        if (star->parts[p].kind == LT_PART_TEXT) {
            *ret_words += star->parts[p].end - star->parts[p].begin;
        }
        *ret_varies = *ret_varies || (fate->filled > 0 && fate->kind != LT_PART_TEXT);
    }
    return 0;
}

/* The text that shows a part: the best of all where it has it whole, otherwise the best that has. */
static uint32_t template_shows(const lt_texts *texts, uint32_t part, uint32_t best)
{
    if (template_whole(texts, best, part)) {
        return best;
    }
    uint32_t shows = best;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        bool whole = template_whole(texts, t, part);
        if (whole && (!template_whole(texts, shows, part) || texts->clean[t] > texts->clean[shows])) {
            shows = t;
        }
    }
    return shows;
}

static uint32_t template_best(const lt_texts *texts)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        if (texts->kept[t] && (best == UINT32_MAX || texts->clean[t] > texts->clean[best])) {
            best = t;
        }
    }
    return best;
}

static uint32_t template_count(const template_work *work, uint32_t part)
{
    const lt_texts *texts = &work->texts;
    uint32_t count = 0;
    for (uint32_t t = 0; t < texts->text_count; t++) {
        lt_stretch span = template_span(texts, t, part);
        count += texts->kept[t] && span.begin < span.end ? texts->copies[t] : 0;
    }
    return count;
}

/* A part of no tokens: what stands before `token` of a member's. */
static void template_gap(const lt_texts *texts, uint32_t text, uint32_t token, lt_template *made)
{
    made->parts[made->part_count++] = (lt_template_part){
        .text = template_place(texts, texts->first[text], (lt_stretch){token, token}), .kind = LT_PART_TEXT};
}

/* What stands between two slots that follow on one another, as the best text that fills both has it. */
static void template_between(const lt_texts *texts, uint32_t before, uint32_t part, uint32_t best, lt_template *made)
{
    for (uint32_t i = 0; i <= texts->text_count; i++) {
        uint32_t t = i == 0 ? best : i - 1;
        if (texts->kept[t]) {
            lt_stretch a = template_span(texts, t, before);
            lt_stretch b = template_span(texts, t, part);
            if (a.begin < a.end && b.begin < b.end && a.end == b.begin) {
                template_gap(texts, t, b.begin, made);
                return;
            }
        }
    }
}

/* A slot's part, with what the text has before it where no part of text does. `before`: the slot before, or
 * UINT32_MAX. */
static void template_slot_part(const lt_texts *texts, uint32_t before, uint32_t part, uint32_t best, lt_template *made)
{
    lt_stretch own = template_span(texts, best, part);
    if (before != UINT32_MAX) {
        template_between(texts, before, part, best, made);
    } else if (made->part_count == 0 && own.begin < own.end) {
        template_gap(texts, best, own.begin, made);
    }
    made->parts[made->part_count++] = (lt_template_part){.kind = LT_PART_SLOT, .slot = made->slot_count++};
}

static int template_parts(const template_work *work, lt_template *made, leitong_error *error)
{
    const lt_texts *texts = &work->texts;
    uint32_t parts = texts->star.part_count;
    uint32_t best = template_best(texts);
    uint32_t before = UINT32_MAX; /* the part before, when it is a slot */
    made->parts = malloc((2 * (size_t)parts + 2) * sizeof *made->parts);
    if (made->parts == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t p = 0; p < parts; p++) {
        const template_fate *fate = &work->fates[p];
        lt_template_part part = {.kind = fate->kind};
        if (fate->filled == 0) {
            continue;
        }
        if (fate->kind == LT_PART_SLOT) {
            template_slot_part(texts, before, p, best, made);
            before = p;
            continue;
        }
        uint32_t shows = template_shows(texts, p, best);
        part.text = template_place(texts, texts->first[shows], template_span(texts, shows, p));
        part.count = fate->kind == LT_PART_OPTIONAL ? template_count(work, p) : 0;
        made->parts[made->part_count++] = part; /* apart from one before it: not all need have both in one run */
        before = UINT32_MAX;
    }
    if (before != UINT32_MAX && template_span(texts, best, before).end > 0) {
        template_gap(texts, best, template_span(texts, best, before).end, made);
    }
    return 0;
}

/* What of a text the parts cover, from the first to the last. */
static lt_stretch template_cover(const lt_texts *texts, uint32_t text)
{
    lt_stretch cover = {UINT32_MAX, 0};
    for (uint32_t p = 0; p < texts->star.part_count; p++) {
        lt_stretch span = template_span(texts, text, p);
        if (span.begin < span.end) {
            cover.begin = LT_MIN(span.begin, cover.begin);
            cover.end = LT_MAX(span.end, cover.end);
        }
    }
    return cover;
}

static int template_members(const lt_texts *texts, lt_template *made, leitong_error *error)
{
    uint32_t count = 0;
    for (uint32_t m = 0; m < texts->member_count; m++) {
        count += texts->kept[texts->text_of[m]];
    }
    made->members = malloc(((size_t)count + 1) * sizeof *made->members);
    made->ranges = calloc((size_t)count * made->slot_count + 1, sizeof *made->ranges);
    made->fill_ends = calloc((size_t)made->slot_count + 1, sizeof *made->fill_ends);
    if (made->members == NULL || made->ranges == NULL || made->fill_ends == NULL) {
        return lt_error_memory(error);
    }
    for (uint32_t m = 0; m < texts->member_count; m++) {
        if (texts->kept[texts->text_of[m]]) {
            lt_place place = texts->members[m];
            if (made->unit == LT_FAMILY_CLAUSE) {
                place = template_place(texts, m, template_cover(texts, texts->text_of[m]));
            }
            made->documents +=
                made->member_count == 0 || made->members[made->member_count - 1].document != place.document;
            made->members[made->member_count++] = place;
        }
    }
    return 0;
}

/* One slot: where each member fills it, and with what how often. */
static int template_slot(template_work *work, uint32_t part, uint32_t slot, lt_template *made, size_t *capacity,
                         leitong_error *error)
{
    const lt_texts *texts = &work->texts;
    uint32_t filled = 0;
    uint32_t groups = 0;
    LT_TRY(template_group(work, part, &filled, &groups, error));
    uint32_t begin = slot > 0 ? made->fill_ends[slot - 1] : 0;
    LT_TRY(LT_RESERVE(work->number_of, work->number_capacity, (size_t)groups + 1, error));
    LT_TRY(LT_RESERVE(made->fills, *capacity, (size_t)begin + groups + 1, error));
    memset(work->number_of, 0xFF, groups * sizeof(uint32_t));
    uint32_t fills = begin;
    for (uint32_t m = 0, row = 0; m < texts->member_count; m++) {
        uint32_t text = texts->text_of[m];
        uint32_t group = work->group_of[text];
        if (group != UINT32_MAX) {
            lt_place place = template_place(texts, m, template_span(texts, text, part));
            if (work->number_of[group] == UINT32_MAX) {
                work->number_of[group] = fills;
                made->fills[fills++] = (lt_template_fill){place, 0};
            }
            made->fills[work->number_of[group]].count++;
            made->ranges[(size_t)row * made->slot_count + slot] = (lt_stretch){place.begin, place.end};
        }
        row += texts->kept[text];
    }
    made->fill_ends[slot] = fills;
    return 0;
}

static int template_build(template_work *work, const lt_family *family, lt_template *made, leitong_error *error)
{
    size_t capacity = 0;
    uint32_t slot = 0;
    made->unit = family->unit;
    LT_TRY(template_parts(work, made, error));
    LT_TRY(template_members(&work->texts, made, error));
    for (uint32_t p = 0; p < work->texts.star.part_count; p++) {
        if (work->fates[p].kind == LT_PART_SLOT && work->fates[p].filled > 0) {
            LT_TRY(template_slot(work, p, slot++, made, &capacity, error));
        }
    }
    return 0;
}

/* How many stretches of fixed text there are: a formula is held at both ends. */
static uint32_t template_texts(const lt_texts *texts)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < texts->star.part_count; p++) {
        count += texts->star.parts[p].kind == LT_PART_TEXT;
    }
    return count;
}

/* Boilerplate whose members have no wording in common (teasers of other pages): one slot, which each fills with all it
 * is. */
static int template_one_slot(const lt_texts *texts, const lt_family *family, lt_template *made, leitong_error *error)
{
    size_t count = texts->member_count;
    uint32_t *number_of = malloc(((size_t)texts->text_count + 1) * sizeof *number_of);
    made->parts = calloc(1, sizeof *made->parts);
    made->fills = calloc((size_t)texts->text_count + 1, sizeof *made->fills);
    made->fill_ends = calloc(1, sizeof *made->fill_ends);
    made->members = malloc((count + 1) * sizeof *made->members);
    made->ranges = calloc(count + 1, sizeof *made->ranges);
    if (number_of == NULL || made->parts == NULL || made->fills == NULL || made->fill_ends == NULL ||
        made->members == NULL || made->ranges == NULL) {
        free(number_of);
        return lt_error_memory(error);
    }
    memset(number_of, 0xFF, texts->text_count * sizeof *number_of);
    made->unit = family->unit;
    made->parts[0].kind = LT_PART_SLOT;
    made->part_count = made->slot_count = 1;
    for (uint32_t m = 0; m < count; m++) {
        lt_place place = texts->members[m];
        uint32_t *number = &number_of[texts->text_of[m]];
        if (*number == UINT32_MAX) {
            *number = made->fill_ends[0]++;
            made->fills[*number].first = place;
        }
        made->fills[*number].count++;
        made->documents += m == 0 || texts->members[m - 1].document != place.document;
        made->ranges[m] = (lt_stretch){place.begin, place.end};
        made->members[made->member_count++] = place;
    }
    free(number_of);
    return 0;
}

static int template_family(template_work *work, const lt_families *families, const lt_family *family, lt_template *made,
                           leitong_error *error)
{
    lt_texts *texts = &work->texts;
    bool shaped = family->unit == LT_FAMILY_PARAGRAPH && family->level <= LT_FAMILY_SLOT;
    bool boilerplate = family->unit == LT_FAMILY_BOILERPLATE;
    bool clause = family->unit == LT_FAMILY_CLAUSE;
    uint32_t least = boilerplate ? 1 : family->level == LT_FAMILY_FORM ? 2 : LT_SHAPE_TEXTS;
    uint32_t words = 0;
    bool varies = false;
    uint32_t percent = 0;
    if (texts->text_count < least) {
        return 0;
    }
    LT_TRY(shaped ? lt_texts_read_shape(texts, families, family, error)
                  : lt_texts_read(texts, clause, &percent, error));
    if (texts->kept_count < least) {
        return 0;
    }
    LT_TRY(clause ? lt_texts_trim(texts, error) : 0);
    LT_TRY(lt_texts_split(texts, error));
    LT_TRY(template_decide(work, &words, &varies, error));
    if ((!boilerplate && (words == 0 || !varies)) || (clause && template_texts(texts) < 2)) {
        return 0;
    }
    if (!boilerplate && percent > (clause ? TEMPLATE_CLAUSE : LT_SHAPE_DESCRIBED)) {
        return 0;
    }
    return template_build(work, family, made, error);
}

static int template_do(void *context, size_t item, unsigned worker, leitong_error *error)
{
    const template_run *run = context;
    const lt_family *family = &run->families->items[run->first + item];
    template_work *work = &run->works[worker];
    lt_template *made = &run->made[run->first + item];
    LT_TRY(lt_texts_gather(&work->texts, run->families->members + family->member_begin, family->member_count, error));
    LT_TRY(template_family(work, run->families, family, made, error));
    bool bare = family->unit == LT_FAMILY_BOILERPLATE && made->part_count == 0;
    return bare ? template_one_slot(&work->texts, family, made, error) : 0;
}

static int template_all(template_run *run, const lt_template_options *options, lt_workers *workers,
                        leitong_error *error)
{
    size_t count = run->families->count;
    while (run->first < count) {
        size_t batch = LT_MIN(count - run->first, TEMPLATE_BATCH);
        LT_TRY(lt_workers_run(workers, batch, template_do, run, error));
        run->first += batch;
        if (options->progress != NULL && options->progress(options->progress_context, run->first, count) != 0) {
            return lt_error_set(error, LEITONG_ECANCELLED, "cancelled");
        }
    }
    return 0;
}

/* Takes away what templates of longer texts tell already. */
static int template_uncovered(const template_run *run, leitong_error *error)
{
    size_t count = run->families->count;
    uint8_t *covered = calloc(count + 1, 1);
    int code = 0;
    LT_TRY_GOTO(done, covered == NULL ? lt_error_memory(error) : lt_template_cover(run->made, count, covered, error));
    for (size_t f = 0; f < count; f++) {
        if (covered[f] != 0) {
            lt_template_clear(&run->made[f]);
        }
    }
done:
    free(covered);
    return code;
}

/* What a template tells of its members: the words that it fixes, of all members but one. */
static uint64_t template_salience(const lt_template *t)
{
    uint64_t words = 0;
    for (uint32_t p = 0; p < t->part_count; p++) {
        words += t->parts[p].kind == LT_PART_TEXT ? t->parts[p].text.end - t->parts[p].text.begin : 0;
    }
    return words * (t->member_count - 1);
}

/* Boilerplate last, the most telling first, of equals the one whose first member stands first. */
static int template_order(const void *left, const void *right)
{
    const lt_template *x = left;
    const lt_template *y = right;
    bool last = x->unit == LT_FAMILY_BOILERPLATE;
    uint64_t a = template_salience(x);
    uint64_t b = template_salience(y);
    if (last != (y->unit == LT_FAMILY_BOILERPLATE)) {
        return last ? 1 : -1;
    }
    if (a != b) {
        return a > b ? -1 : 1;
    }
    const lt_place *p = &x->members[0];
    const lt_place *q = &y->members[0];
    if (p->document != q->document) {
        return p->document < q->document ? -1 : 1;
    }
    if (p->begin != q->begin) {
        return p->begin < q->begin ? -1 : 1;
    }
    return x->unit != y->unit ? (x->unit > y->unit) - (x->unit < y->unit) : (p->end > q->end) - (p->end < q->end);
}

/* The templates of all families, at the families' places. */
static int template_make(template_run *run, const lt_corpus *corpus, const lt_template_options *options,
                         lt_workers *workers, leitong_error *error)
{
    unsigned threads = lt_workers_count(workers);
    int code = 0;
    run->works = calloc(threads, sizeof *run->works);
    LT_TRY(run->works == NULL ? lt_error_memory(error) : 0);
    for (unsigned i = 0; i < threads; i++) {
        LT_TRY_GOTO(done, lt_texts_open(&run->works[i].texts, corpus, &options->mask, error));
    }
    LT_TRY_GOTO(done, template_all(run, options, workers, error));
    LT_TRY_GOTO(done, template_uncovered(run, error));
done:
    for (unsigned i = 0; i < threads; i++) {
        lt_texts_clear(&run->works[i].texts);
        free(run->works[i].fates);
        free(run->works[i].group_of);
        free(run->works[i].number_of);
    }
    free(run->works);
    return code;
}

int lt_template_run(const lt_corpus *corpus, const lt_families *families, const lt_template_options *options,
                    lt_workers *workers, lt_templates *ret_templates, leitong_error *error)
{
    lt_templates templates = {calloc(families->count + 1, sizeof *templates.items), families->count};
    template_run run = {.families = families, .made = templates.items};
    int code = 0;
    LT_TRY(templates.items == NULL ? lt_error_memory(error) : 0);
    LT_TRY_GOTO(failed, template_make(&run, corpus, options, workers, error));
    templates.count = 0;
    for (size_t f = 0; f < families->count; f++) {
        lt_template made = run.made[f];
        run.made[f] = (lt_template){0};
        if (made.member_count > 0) {
            templates.items[templates.count++] = made;
        }
    }
    LT_TRY_GOTO(failed, lt_template_borders(corpus, templates.items, templates.count, options->mask.fold_flags, error));
    if (templates.count > 1) {
        qsort(templates.items, templates.count, sizeof *templates.items, template_order);
    }
    *ret_templates = templates;
    return 0;
failed:
    lt_templates_clear(&templates);
    return code;
}
