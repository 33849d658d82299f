#include "templates/template_cover.h"

#include "base/buffer.h"

#include <stdlib.h>

/* A member of a document template. */
typedef struct cover_row {
    uint32_t template, member;
} cover_row;

typedef struct cover_work {
    const lt_template *templates;
    size_t *first;   /* [document + 1] in rows */
    cover_row *rows; /* by document */
} cover_work;

static bool cover_documents(const lt_template *t)
{
    return t->unit == LT_FAMILY_DOCUMENT && t->member_count > 0;
}

static int cover_open(cover_work *work, size_t count, size_t documents, leitong_error *error)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += cover_documents(&work->templates[i]) ? work->templates[i].member_count : 0;
    }
    work->first = calloc(documents + 2, sizeof *work->first);
    work->rows = calloc(total + 1, sizeof *work->rows);
    if (work->first == NULL || work->rows == NULL) {
        return lt_error_memory(error);
    }
    size_t *first = work->first + 1; /* as cursors they run one behind */
    for (size_t i = 0; i < count; i++) {
        const lt_template *t = &work->templates[i];
        for (uint32_t m = 0; cover_documents(t) && m < t->member_count; m++) {
            first[t->members[m].document + 1]++;
        }
    }
    for (size_t d = 0; d < documents; d++) {
        first[d + 1] += first[d];
    }
    for (size_t i = 0; i < count; i++) {
        const lt_template *t = &work->templates[i];
        for (uint32_t m = 0; cover_documents(t) && m < t->member_count; m++) {
            work->rows[first[t->members[m].document]++] = (cover_row){(uint32_t)i, m};
        }
    }
    return 0;
}

/* The template's member that holds a place, or UINT32_MAX. */
static uint32_t cover_member(const cover_work *work, uint32_t template, const lt_place *place)
{
    const lt_template *t = &work->templates[template];
    for (size_t r = work->first[place->document]; r < work->first[place->document + 1]; r++) {
        const lt_place *whole = &t->members[work->rows[r].member];
        if (work->rows[r].template == template && whole->begin <= place->begin && place->end <= whole->end) {
            return work->rows[r].member;
        }
    }
    return UINT32_MAX;
}

/* Whether the fill stands in a slot of the template's member. */
static bool cover_slot(const lt_template *t, uint32_t member, const lt_stretch *fill)
{
    const lt_stretch *ranges = LT_FROM(t->ranges, (size_t)member * t->slot_count);
    for (uint32_t s = 0; s < t->slot_count; s++) {
        if (ranges[s].begin <= fill->begin && fill->end <= ranges[s].end) {
            return true;
        }
    }
    return false;
}

/* Whether a document template tells the paragraph template. */
static bool cover_tells(const cover_work *work, uint32_t template, const lt_template *p)
{
    const lt_template *t = &work->templates[template];
    uint32_t before = UINT32_MAX;
    uint64_t filled = 0;
    uint64_t told = 0;
    if ((uint64_t)p->member_count * 2 >= t->member_count) {
        return false;
    }
    for (uint32_t m = 0; m < p->member_count; m++) {
        uint32_t member = cover_member(work, template, &p->members[m]);
        if (member == UINT32_MAX || member == before) {
            return false;
        }
        before = member;
        for (uint32_t s = 0; m < LT_TEMPLATE_SAMPLE && s < p->slot_count; s++) {
            const lt_stretch *fill = &p->ranges[(size_t)m * p->slot_count + s];
            filled += fill->begin < fill->end;
            told += fill->begin < fill->end && cover_slot(t, member, fill);
        }
    }
    return filled > 0 && told * 100 >= filled * LT_PROFILE_FIXED;
}

int lt_template_cover(const lt_template *templates, size_t count, size_t documents, uint8_t *ret_covered,
                      leitong_error *error)
{
    cover_work work = {.templates = templates};
    int code = cover_open(&work, count, documents, error);
    for (size_t i = 0; code == 0 && i < count; i++) {
        const lt_template *p = &templates[i];
        if (p->unit != LT_FAMILY_PARAGRAPH || p->member_count == 0) {
            continue;
        }
        uint32_t document = p->members[0].document;
        for (size_t r = work.first[document]; r < work.first[document + 1] && ret_covered[i] == 0; r++) {
            ret_covered[i] = cover_tells(&work, work.rows[r].template, p);
        }
    }
    free(work.first);
    free(work.rows);
    return code;
}
