#include "templates/boilerplate.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/root.h"

#include <stdlib.h>
#include <string.h>

enum {
    BOILERPLATE_BROKEN = 16, /* paragraphs at the tail that are looked at for an ellipsis */
    BOILERPLATE_BEHIND = 12, /* bytes behind an ellipsis, such as +阅读 */
    BOILERPLATE_ROW = 2,     /* broken paragraphs at the tail that make a row */
    BOILERPLATE_TEASER = 20  /* tokens that a teaser has at least */
};
#define BOILERPLATE_BREAKS ((uint64_t)1 << 32) /* a kind that is no form */

/* One kind of boilerplate's place; sorted, those of one kind stand together. */
typedef struct boilerplate_find {
    uint64_t site;
    uint64_t kind; /* form, or BOILERPLATE_BREAKS */
    uint32_t paragraph;
    uint32_t group;  /* of its document */
    uint8_t certain; /* one document is enough */
} boilerplate_find;

typedef struct boilerplate_work {
    const lt_boilerplate_input *input;
    boilerplate_find *finds;
    size_t count, capacity;
    lt_record *marks; /* of one document: form, paragraph */
    size_t mark_capacity;
    lt_record *sites; /* of all documents: site, group */
    lt_place *places;
    size_t place_capacity;
    lt_spool_scratch scratch;
} boilerplate_work;

static uint32_t boilerplate_form(const boilerplate_work *work, size_t paragraph)
{
    return work->input->forms->of_distinct[work->input->candidates->paragraph_distinct[paragraph]];
}

const char *lt_boilerplate_site(const lt_document *document, size_t *ret_size)
{
    const char *name = lt_root_name(document->id);
    const char *site = document->series != NULL ? document->series : document->id;
    *ret_size = document->series == NULL && name > site ? (size_t)(name - site) - 1 : strlen(site);
    return site;
}

static uint64_t boilerplate_site(const lt_document *document)
{
    size_t size;
    const char *site = lt_boilerplate_site(document, &size);
    return lt_hash_64(site, size) ^ (document->series == NULL);
}

static int boilerplate_push(boilerplate_work *work, uint32_t d, uint32_t paragraph, uint64_t kind, bool certain,
                            leitong_error *error)
{
    uint64_t site = boilerplate_site(&work->input->corpus->documents[d]);
    uint32_t group = lt_classes_find(work->input->groups, d);
    LT_TRY(LT_RESERVE(work->finds, work->capacity, work->count + 1, error));
    work->finds[work->count++] = (boilerplate_find){site, kind, paragraph, group, certain};
    return 0;
}

/* Short paragraphs at the head and the tail. */
static int boilerplate_ends(boilerplate_work *work, uint32_t d, leitong_error *error)
{
    const lt_document *document = &work->input->corpus->documents[d];
    uint32_t count = document->paragraph_count;
    if (count <= LT_BOILERPLATE_HEAD) { /* there is no body */
        return 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (i == LT_BOILERPLATE_HEAD && count > LT_BOILERPLATE_HEAD + LT_BOILERPLATE_TAIL) {
            i = count - LT_BOILERPLATE_TAIL;
        }
        uint32_t paragraph = document->paragraph_begin + i;
        uint32_t form = boilerplate_form(work, paragraph);
        /* More words than slots: the date below a title is no boilerplate. */
        bool speaks = work->input->forms->words[form] * 2 > work->input->forms->length[form];
        if (speaks && work->input->corpus->paragraphs[paragraph].token_count <= LT_BOILERPLATE_SHORT) {
            LT_TRY(boilerplate_push(work, d, paragraph, form, false, error));
        }
    }
    return 0;
}

/* Whether paragraphs of one form, ascending, stand apart and at an end of the document. */
static bool boilerplate_apart(const lt_document *document, const lt_record *marks, size_t count)
{
    uint64_t first = marks[0].value - document->paragraph_begin;
    uint64_t last = marks[count - 1].value - document->paragraph_begin;
    for (size_t i = 1; i < count; i++) {
        if (marks[i].value - marks[i - 1].value < LT_BOILERPLATE_APART) {
            return false;
        }
    }
    return count > 1 && (first < 2 || last + 2 >= document->paragraph_count);
}

/* Page marks. */
static int boilerplate_marks(boilerplate_work *work, uint32_t d, leitong_error *error)
{
    const lt_document *document = &work->input->corpus->documents[d];
    const lt_forms *forms = work->input->forms;
    size_t count = 0;
    LT_TRY(LT_RESERVE(work->marks, work->mark_capacity, 2 * (size_t)document->paragraph_count + 1, error));
    for (uint32_t i = 0; i < document->paragraph_count; i++) {
        uint32_t paragraph = document->paragraph_begin + i;
        uint32_t form = boilerplate_form(work, paragraph);
        bool masked = forms->words[form] > 0 && forms->words[form] < forms->length[form];
        bool own = work->input->classes->level[lt_classes_find(work->input->classes, form)] == LT_FAMILY_FORM;
        if (masked && own && work->input->corpus->paragraphs[paragraph].token_count <= LT_BOILERPLATE_MARK) {
            work->marks[count++] = (lt_record){form, paragraph};
        }
    }
    lt_radix_sort_records(work->marks, work->marks + count, count);
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && work->marks[end].key == work->marks[begin].key) {
            end++;
        }
        bool apart = boilerplate_apart(document, work->marks + begin, end - begin);
        for (size_t i = begin; apart && i < end; i++) {
            LT_TRY(boilerplate_push(work, d, (uint32_t)work->marks[i].value, work->marks[i].key, true, error));
        }
    }
    return 0;
}

/* An ellipsis (... or a single …) with next to nothing behind it. */
static bool boilerplate_ellipsis(const uint8_t *text, size_t size)
{
    for (size_t behind = 0; behind <= BOILERPLATE_BEHIND && behind + 3 <= size; behind++) {
        const uint8_t *at = text + size - behind - 3;
        bool more = size - behind >= 6 && memcmp(at - 3, "…", 3) == 0;
        if (memcmp(at, "...", 3) == 0 || (memcmp(at, "…", 3) == 0 && !more)) {
            return true;
        }
    }
    return false;
}

static int boilerplate_breaks(boilerplate_work *work, const lt_document *document, uint32_t i, bool *ret_breaks,
                              leitong_error *error)
{
    const lt_paragraph *p = &work->input->corpus->paragraphs[document->paragraph_begin + i];
    const uint8_t *text;
    uint64_t size = p->byte_end - p->byte_begin;
    uint64_t from = size > BOILERPLATE_BEHIND + 6 ? p->byte_end - BOILERPLATE_BEHIND - 6 : p->byte_begin;
    LT_TRY(lt_corpus_text(work->input->corpus, document, (lt_byte_range){from, p->byte_end}, &work->scratch, &text,
                          error));
    *ret_breaks = p->token_count >= BOILERPLATE_TEASER && boilerplate_ellipsis(text, (size_t)(p->byte_end - from));
    return 0;
}

/* What breaks off at the head, and in a row at the tail. */
static int boilerplate_broken(boilerplate_work *work, uint32_t d, leitong_error *error)
{
    const lt_document *document = &work->input->corpus->documents[d];
    uint32_t count = document->paragraph_count;
    bool breaks = false;
    if (count <= LT_BOILERPLATE_HEAD) {
        return 0;
    }
    uint32_t row = 0;
    LT_TRY(boilerplate_breaks(work, document, 0, &breaks, error));
    LT_TRY(breaks ? boilerplate_push(work, d, document->paragraph_begin, BOILERPLATE_BREAKS, true, error) : 0);
    breaks = true;
    while (breaks && row < BOILERPLATE_BROKEN && row + 1 < count) {
        LT_TRY(boilerplate_breaks(work, document, count - 1 - row, &breaks, error));
        row += breaks;
    }
    for (uint32_t i = count - row; row >= BOILERPLATE_ROW && i < count; i++) {
        LT_TRY(boilerplate_push(work, d, document->paragraph_begin + i, BOILERPLATE_BREAKS, true, error));
    }
    return 0;
}

static int boilerplate_order(const void *left, const void *right)
{
    const boilerplate_find *x = left;
    const boilerplate_find *y = right;
    if (x->site != y->site) {
        return x->site < y->site ? -1 : 1;
    }
    if (x->kind != y->kind) {
        return x->kind < y->kind ? -1 : 1;
    }
    if (x->paragraph != y->paragraph) {
        return x->paragraph < y->paragraph ? -1 : 1;
    }
    return y->certain - x->certain;
}

/* Of sorted records, how many of [begin, end) differ in value from the one before. */
static size_t boilerplate_different(const lt_record *records, size_t begin, size_t end)
{
    size_t different = 0;
    for (size_t i = begin; i < end; i++) {
        different += i == begin || records[i].value != records[i - 1].value;
    }
    return different;
}

/* The groups of all documents by site: work->sites is (site, group), sorted. */
static int boilerplate_sites(boilerplate_work *work, leitong_error *error)
{
    size_t count = work->input->corpus->document_count;
    work->sites = malloc((2 * count + 1) * sizeof *work->sites);
    if (work->sites == NULL) {
        return lt_error_memory(error);
    }
    for (size_t d = 0; d < count; d++) {
        uint64_t site = boilerplate_site(&work->input->corpus->documents[d]);
        work->sites[d] = (lt_record){site, lt_classes_find(work->input->groups, (uint32_t)d)};
    }
    lt_radix_sort_records(work->sites, work->sites + count, count);
    return 0;
}

/* How many groups the site has. */
static size_t boilerplate_site_groups(const boilerplate_work *work, uint64_t site)
{
    size_t count = work->input->corpus->document_count;
    size_t first = 0;
    LT_LOWER_BOUND(first, count, i, work->sites[i].key < site);
    size_t last;
    for (last = first; last < count && work->sites[last].key == site; last++) {
    }
    return boilerplate_different(work->sites, first, last);
}

/* Whether the finds' documents are many of their site, and of their own. */
static int boilerplate_spread(const boilerplate_work *work, const boilerplate_find *finds, size_t count,
                              bool *ret_spread, leitong_error *error)
{
    size_t documents = 0;
    lt_record *groups = malloc(2 * count * sizeof *groups);
    if (groups == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < count; i++) {
        groups[i] = (lt_record){0, finds[i].group};
        documents += i == 0 || work->input->corpus->paragraphs[finds[i].paragraph].document !=
                                   work->input->corpus->paragraphs[finds[i - 1].paragraph].document;
    }
    lt_radix_sort_records(groups, groups + count, count);
    size_t own = boilerplate_different(groups, 0, count);
    free(groups);
    *ret_spread = own >= LT_BOILERPLATE_DOCUMENTS && own * 2 >= documents &&
                  own * LT_BOILERPLATE_SHARE >= boilerplate_site_groups(work, finds[0].site);
    return 0;
}

/* A family of the finds of one site and kind, if they are enough. */
static int boilerplate_emit(boilerplate_work *work, const boilerplate_find *finds, size_t count, lt_families *families,
                            uint8_t *marks, leitong_error *error)
{
    const lt_corpus *corpus = work->input->corpus;
    size_t certain = 0;
    size_t members = 0;
    bool spread = false;
    for (size_t i = 0; i < count; i++) {
        certain += finds[i].certain;
    }
    if (count < 2 || (certain < 2 && count < LT_BOILERPLATE_DOCUMENTS)) {
        return 0;
    }
    LT_TRY(certain > 1 ? 0 : boilerplate_spread(work, finds, count, &spread, error));
    if (certain < 2 && !spread) {
        return 0;
    }
    LT_TRY(LT_RESERVE(work->places, work->place_capacity, count, error));
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && finds[i].paragraph == finds[i - 1].paragraph) {
            continue;
        }
        const lt_paragraph *p = &corpus->paragraphs[finds[i].paragraph];
        uint32_t begin = (uint32_t)(p->token_begin - corpus->documents[p->document].token_begin);
        work->places[members++] = (lt_place){p->document, begin, begin + p->token_count};
        marks[finds[i].paragraph] = 1;
    }
    return lt_families_append(families, LT_FAMILY_BOILERPLATE, LT_FAMILY_POSITION, work->places, members, error);
}

int lt_boilerplate_find(const lt_boilerplate_input *input, lt_families *families, uint8_t *ret_marks,
                        leitong_error *error)
{
    boilerplate_work work = {.input = input};
    int code = 0;
    LT_TRY_GOTO(done, boilerplate_sites(&work, error));
    for (uint32_t d = 0; d < input->corpus->document_count; d++) {
        LT_TRY_GOTO(done, boilerplate_ends(&work, d, error));
        LT_TRY_GOTO(done, boilerplate_marks(&work, d, error));
        LT_TRY_GOTO(done, boilerplate_broken(&work, d, error));
    }
    if (work.count > 0) {
        qsort(work.finds, work.count, sizeof *work.finds, boilerplate_order);
    }
    for (size_t begin = 0, end; begin < work.count; begin = end) {
        end = begin + 1;
        while (end < work.count && work.finds[end].site == work.finds[begin].site &&
               work.finds[end].kind == work.finds[begin].kind) {
            end++;
        }
        LT_TRY_GOTO(done, boilerplate_emit(&work, work.finds + begin, end - begin, families, ret_marks, error));
    }
done:
    lt_spool_scratch_clear(&work.scratch);
    free(work.finds);
    free(work.marks);
    free(work.sites);
    free(work.places);
    return code;
}
