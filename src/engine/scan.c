/* scan: the conductor of a scan. Names every stage in the order in which a paragraph passes through them:
 *
 *   ingest (decode → fold → paragraphs → shingles → signature → bands) → settled corpus
 *     → candidate → cluster (verify)      the paragraph path
 *     → family → template                 what was made from one form
 *     → passage                           the passage path
 *     → naming                            which words were swapped, which names were left behind
 *     → assemble, assemble_templates, assemble_passages (coverage, versions, locate), assemble_names → the public
 *       result
 *
 * Each stage frees what the next does not need, so that the memory of the largest counts and not their sum.
 * Input: documents, one at a time.
 * Output: a leitong_result.
 * Ownership: the caller owns the scan, and the result, which outlives it.
 * Errors: see include/leitong/scan.h.
 * Complexity: that of its stages (contract 8). */
#include "leitong/scan.h"

#include "base/compare.h"
#include "base/temporary.h"
#include "engine/assemble.h"
#include "engine/assemble_cases.h"
#include "engine/assemble_edits.h"
#include "engine/assemble_names.h"
#include "engine/assemble_passages.h"
#include "engine/assemble_templates.h"
#include "engine/ingest.h"
#include "pairs/cluster.h"
#include "passages/passage.h"
#include "result/omitted.h"
#include "sketch/bands.h"
#include "text/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCAN_BATCH (8U << 20) /* bytes of documents a batch */
#define SCAN_HOT 16           /* places up to which all pairs of a window's places are linked (contract 1) */

struct leitong_scan {
    leitong_scan_options options;
    char *tmpdir;       /* NULL without a memory limit */
    uint64_t threshold; /* units of 10^-9 */
    unsigned bands, rows, fold_flags;
    lt_mask_patterns *patterns; /* that the user added */
    lt_corpus corpus;           /* moves to the result at the end */
    lt_workers *workers;
    lt_candidate *candidate;
    lt_ingest *ingest;
    lt_omitted omitted;
    lt_place *boilerplate; /* ascending */
    size_t boilerplate_count;
    uint32_t *member_paragraphs; /* [member of a cluster of paragraphs] until its span is known */
    leitong_span *insteads;      /* what copies use instead of names left behind, until their words can be read */
    leitong_progress progress;
    int skip_code; /* why the skip callback stopped, when it was not the user's */
    bool finished;
};

static int scan_range(leitong_error *error, bool good, const char *what)
{
    return good ? 0 : lt_error_set(error, LEITONG_EUSAGE, "%s", what);
}

static int scan_check(const leitong_scan_options *o, leitong_error *error)
{
    LT_TRY(scan_range(error, o->struct_size == sizeof *o,
                      "leitong_scan_options: start from LEITONG_SCAN_OPTIONS_INIT of this version's header"));
    LT_TRY(scan_range(error, o->shingle >= 1 && o->shingle <= 64, "shingle must be 1 to 64 tokens"));
    LT_TRY(scan_range(error, o->run >= 8 && o->run <= 64, "run must be 8 to 64 tokens"));
    LT_TRY(scan_range(error, o->stock >= 2 && o->stock <= 1000000, "stock must be 2 to 1000000 documents"));
    LT_TRY(scan_range(error, o->jobs <= 1024, "jobs must be 0 to 1024"));
    LT_TRY(scan_range(error, o->pairs == LEITONG_PAIRS_MEDOID || o->pairs == LEITONG_PAIRS_ALL,
                      "pairs must be medoid or all"));
    LT_TRY(scan_range(error, o->paragraph >= LEITONG_PARAGRAPH_AUTO && o->paragraph <= LEITONG_PARAGRAPH_BLANK,
                      "paragraph must be auto, line or blank"));
    return scan_range(error, o->memory == 0 || o->memory >= 1U << 20, "memory must be 0 (no limit) or at least 1M");
}

/* A skipped document is counted, then reported to the user, who may stop the scan. */
int leitong_scan_on_skip(void *context, const leitong_skip *skip)
{
    leitong_scan *scan = context;
    scan->skip_code = lt_omitted_add(&scan->omitted, skip, NULL);
    if (scan->skip_code != 0) {
        return scan->skip_code;
    }
    const leitong_scan_options *o = &scan->options;
    return o->skip != NULL && o->skip(o->skip_context, skip) != 0;
}

static int scan_open(leitong_scan *scan, leitong_error *error)
{
    const leitong_scan_options *o = &scan->options;
    const char *folder = NULL;
    if (o->memory != 0) {
        scan->tmpdir = strdup(lt_temporary_place(o->tmpdir));
        if (scan->tmpdir == NULL) {
            return lt_error_memory(error);
        }
        folder = scan->tmpdir;
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned jobs = o->jobs != 0 ? o->jobs : processors > 0 ? (unsigned)processors : 1;
    uint64_t batch = o->memory == 0 ? SCAN_BATCH : o->memory / 32;
    lt_candidate_options candidate = {.bands = scan->bands, .memory = o->memory / 2, .folder = folder};
    lt_ingest_options ingest = {.shingle = o->shingle,
                                .bands = scan->bands,
                                .rows = scan->rows,
                                .fold_flags = scan->fold_flags,
                                .paragraph = (lt_paragraph_mode)o->paragraph,
                                .batch = LT_MIN(batch, SCAN_BATCH),
                                .round = o->memory / 32,
                                .skip = leitong_scan_on_skip,
                                .skip_context = scan};
    LT_TRY(lt_corpus_init(&scan->corpus, folder, error));
    LT_TRY(lt_workers_new(jobs, &scan->workers, error));
    LT_TRY(lt_candidate_new(&candidate, &scan->candidate, error));
    return lt_ingest_new(&ingest, &scan->corpus, scan->candidate, scan->workers, &scan->ingest, error);
}

int leitong_scan_new(const leitong_scan_options *options, leitong_scan **ret_scan, leitong_error *error)
{
    LT_TRY(scan_check(options, error));
    leitong_scan *scan = calloc(1, sizeof *scan);
    int code = 0;
    if (scan == NULL) {
        return lt_error_memory(error);
    }
    scan->options = *options;
    scan->fold_flags = options->fold_han ? LT_FOLD_HAN : 0;
    LT_TRY_GOTO(failed, lt_bands_derive(options->threshold, options->recall, &scan->bands, &scan->rows, error));
    scan->threshold = (uint64_t)llround(options->threshold * 1e9);
    LT_TRY_GOTO(failed, lt_mask_patterns_new(options->masks, options->mask_count, &scan->patterns, error));
    LT_TRY_GOTO(failed, scan_open(scan, error));
    *ret_scan = scan;
    return 0;
failed:
    leitong_scan_free(scan);
    return code;
}

void leitong_scan_free(leitong_scan *scan)
{
    if (scan == NULL) {
        return;
    }
    lt_ingest_free(scan->ingest);
    lt_candidate_free(scan->candidate);
    lt_workers_free(scan->workers);
    lt_corpus_clear(&scan->corpus);
    lt_omitted_clear(&scan->omitted);
    lt_mask_patterns_free(scan->patterns);
    free(scan->boilerplate);
    free(scan->insteads);
    free(scan->member_paragraphs);
    free(scan->tmpdir);
    free(scan);
}

static int scan_progress(leitong_scan *scan, leitong_error *error)
{
    const leitong_scan_options *o = &scan->options;
    if (o->progress != NULL && o->progress(o->progress_context, &scan->progress) != 0) {
        return lt_error_set(error, LEITONG_ECANCELLED, "cancelled");
    }
    return 0;
}

/* Progress inside a stage, whose phase was set before. */
static int scan_on_progress(void *context, uint64_t done, uint64_t total)
{
    leitong_scan *scan = context;
    scan->progress.done = done;
    scan->progress.total = total;
    return scan_progress(scan, NULL);
}

static int scan_phase(leitong_scan *scan, const char *phase, leitong_error *error)
{
    scan->progress.phase = phase;
    scan->progress.done = 0;
    scan->progress.total = 0;
    return scan_progress(scan, error);
}

/* What a stop inside the skip callback means for the caller. */
static int scan_stopped(leitong_scan *scan, int code, leitong_error *error)
{
    if (scan->skip_code != 0) {
        return scan->skip_code == LEITONG_EMEMORY ? lt_error_memory(error) : scan->skip_code;
    }
    return code;
}

int leitong_scan_add(leitong_scan *scan, const leitong_document *document, leitong_error *error)
{
    if (scan->finished) {
        return lt_error_set(error, LEITONG_EUSAGE, "leitong_scan_finish was called before");
    }
    scan->progress.phase = "read";
    scan->progress.documents++;
    scan->progress.bytes += document->size;
    int code = lt_ingest_add(scan->ingest, document, error);
    if (code != 0) {
        return scan_stopped(scan, code, error);
    }
    return scan_progress(scan, error);
}

int leitong_scan_input(leitong_scan *scan, leitong_input *input, leitong_error *error)
{
    for (;;) {
        leitong_document document;
        int more = 0;
        int code = leitong_input_next(input, &document, &more, error);
        if (code != 0) {
            return scan_stopped(scan, code, error);
        }
        if (!more) {
            return 0;
        }
        leitong_input_progress(input, &scan->progress.done, &scan->progress.total);
        LT_TRY(leitong_scan_add(scan, &document, error));
    }
}

/* Commits the last documents; the workers' buffers are freed before the next stage needs room. */
static int scan_ingested(leitong_scan *scan, leitong_error *error)
{
    LT_TRY(lt_ingest_finish(scan->ingest, error));
    LT_TRY(lt_omitted_count(&scan->omitted, "paragraph", "no_tokens", lt_ingest_empty(scan->ingest), error));
    lt_ingest_free(scan->ingest);
    scan->ingest = NULL;
    return 0;
}

/* A document without a word is in no row but its own. */
static int scan_note_wordless(leitong_scan *scan, const lt_document *document, leitong_error *error)
{
    leitong_error why = {.code = LEITONG_EINPUT, .offset = LEITONG_NO_OFFSET, .message = "holds no word to compare"};
    leitong_skip skip = {.what = "document", .reason = "no_tokens", .error = &why};
    if (document->token_count > 0) {
        return 0;
    }
    snprintf(why.path, sizeof why.path, "%s", document->id);
    return lt_omitted_add(&scan->omitted, &skip, error);
}

/* Settles the corpus: from here on nothing depends on arrival. *ret_places: arrival → settled paragraph number. */
static int scan_settle(leitong_scan *scan, uint32_t **ret_places, leitong_error *error)
{
    const lt_corpus *corpus = &scan->corpus;
    uint32_t *places = malloc((corpus->paragraph_count + 1) * sizeof *places);
    int code = 0;
    if (places == NULL) {
        return lt_error_memory(error);
    }
    LT_TRY_GOTO(done, lt_corpus_settle(&scan->corpus, places, error));
    LT_TRY_GOTO(done, lt_corpus_number_words(&scan->corpus, error));
    for (size_t i = 0; i < corpus->document_count; i++) {
        const char *id = corpus->documents[i].id;
        if (i > 0 && strcmp(id, corpus->documents[i - 1].id) == 0) {
            code = lt_error_at(error, LEITONG_EUSAGE, id, LEITONG_NO_OFFSET, "two documents have this id");
            goto done;
        }
        LT_TRY_GOTO(done, scan_note_wordless(scan, &corpus->documents[i], error));
    }
    *ret_places = places;
    places = NULL;
done:
    free(places);
    return code;
}

/* Candidate pairs; what gathered them is freed before the next stage needs room. */
static int scan_candidates(leitong_scan *scan, lt_candidates *ret_candidates, leitong_error *error)
{
    uint32_t *places = NULL;
    int code = 0;
    LT_TRY(scan_settle(scan, &places, error));
    LT_TRY_GOTO(done, scan_phase(scan, "candidates", error));
    LT_TRY_GOTO(done,
                lt_candidate_finish(scan->candidate, &scan->corpus, places, scan->workers, ret_candidates, error));
    lt_candidate_free(scan->candidate);
    scan->candidate = NULL;
done:
    free(places);
    return code;
}

/* How many pairs LEITONG_PAIRS_ALL will look at: candidates among distinct paragraphs, and copies of one among
 * themselves. */
static int scan_count_pairs(leitong_scan *scan, const lt_candidates *candidates, leitong_error *error)
{
    uint32_t *copies = calloc((size_t)candidates->distinct_count + 1, sizeof *copies);
    if (copies == NULL) {
        return lt_error_memory(error);
    }
    scan->progress.candidates = lt_cluster_count_all(candidates);
    for (size_t p = 0; p < scan->corpus.paragraph_count; p++) {
        scan->progress.candidates += copies[candidates->paragraph_distinct[p]]++;
    }
    free(copies);
    return 0;
}

static int scan_place_order(const void *left, const void *right)
{
    const lt_place *a = left;
    const lt_place *b = right;
    return a->document != b->document ? (a->document > b->document) - (a->document < b->document)
                                      : (a->begin > b->begin) - (a->begin < b->begin);
}

/* Where boilerplate stands: figures leave it out. */
static int scan_boilerplate(leitong_scan *scan, const lt_families *families, leitong_error *error)
{
    scan->boilerplate = malloc((families->member_count + 1) * sizeof *scan->boilerplate);
    if (scan->boilerplate == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < families->count; i++) {
        const lt_family *family = &families->items[i];
        for (size_t m = 0; family->unit == LT_FAMILY_BOILERPLATE && m < family->member_count; m++) {
            scan->boilerplate[scan->boilerplate_count++] = families->members[family->member_begin + m];
        }
    }
    qsort(scan->boilerplate, scan->boilerplate_count, sizeof *scan->boilerplate, scan_place_order);
    return 0;
}

/* Families of paragraphs, clauses and documents → templates → rows. */
static int scan_templates(leitong_scan *scan, const lt_candidates *candidates, leitong_result *result,
                          leitong_error *error)
{
    lt_families families = {0};
    lt_templates templates = {0};
    lt_mask_options mask = {scan->fold_flags, scan->patterns};
    lt_family_options family = {
        .mask = mask, .folder = scan->tmpdir, .progress = scan_on_progress, .progress_context = scan};
    lt_template_options options = {.mask = mask, .progress = scan_on_progress, .progress_context = scan};
    int code = 0;
    LT_TRY_GOTO(done, scan_phase(scan, "families", error));
    LT_TRY_GOTO(done, lt_family_run(&scan->corpus, candidates, &family, scan->workers, &families, error));
    LT_TRY_GOTO(done, scan_boilerplate(scan, &families, error));
    LT_TRY_GOTO(done, scan_phase(scan, "templates", error));
    LT_TRY_GOTO(done, lt_template_run(&scan->corpus, &families, &options, scan->workers, &templates, error));
    LT_TRY_GOTO(done, lt_omitted_count(&scan->omitted, "family", "full", families.overflow, error));
    lt_families_clear(&families); /* before the next stage needs room */
    LT_TRY_GOTO(done, lt_assemble_templates(&scan->corpus, &templates, scan->fold_flags, scan->workers, result, error));
done:
    lt_families_clear(&families);
    lt_templates_clear(&templates);
    return code;
}

/* Paragraphs for which a neighbour may have been missed. */
static int scan_note_crowded(leitong_scan *scan, const lt_clusters *clusters, leitong_error *error)
{
    const lt_corpus *corpus = &scan->corpus;
    size_t named = LT_MIN(clusters->unmatched_count, OMITTED_EXAMPLES);
    for (size_t i = 0; i < named; i++) {
        const lt_paragraph *paragraph = &corpus->paragraphs[clusters->unmatched[i]];
        const lt_document *document = &corpus->documents[paragraph->document];
        leitong_error why = {.code = LEITONG_EINPUT, .offset = LEITONG_NO_OFFSET};
        leitong_skip skip = {.what = "paragraph", .reason = "crowded", .error = &why};
        snprintf(why.path, sizeof why.path, "%s", document->id);
        snprintf(
            why.message, sizeof why.message,
            "paragraph %u shares keys with more paragraphs than the %u of a bucket that are compared, and was near "
            "enough to none of them; '--pairs all' looks at every one",
            clusters->unmatched[i] - document->paragraph_begin, LT_CLUSTER_FIRST);
        LT_TRY(lt_omitted_add(&scan->omitted, &skip, error));
    }
    return lt_omitted_count(&scan->omitted, "paragraph", "crowded", clusters->unmatched_count - named, error);
}

/* Pairs and clusters → rows (their spans still paragraph numbers). */
static int scan_assemble_paragraphs(leitong_scan *scan, const lt_candidates *candidates, const lt_clusters *clusters,
                                    leitong_result *result, leitong_error *error)
{
    lt_assemble_paragraphs_input input = {.corpus = &scan->corpus,
                                          .candidates = candidates,
                                          .clusters = clusters,
                                          .all = scan->options.pairs == LEITONG_PAIRS_ALL};
    LT_TRY(lt_jaccard_new(&scan->corpus, scan->options.shingle, &input.verify, error));
    int code = lt_assemble_paragraphs(&input, result, &scan->member_paragraphs, error);
    lt_jaccard_free(input.verify);
    result->run.verified = clusters->verified;
    return code;
}

/* The paragraph path: candidates → verified pairs and clusters → rows, templates. */
static int scan_paragraphs(leitong_scan *scan, leitong_result *result, leitong_error *error)
{
    lt_candidates candidates = {0};
    lt_clusters clusters = {0};
    lt_cluster_options options = {.threshold = scan->threshold,
                                  .shingle = scan->options.shingle,
                                  .first = LT_CLUSTER_FIRST,
                                  .all_pairs = scan->options.pairs == LEITONG_PAIRS_ALL,
                                  .progress = scan_on_progress,
                                  .progress_context = scan};
    int code = 0;
    LT_TRY_GOTO(done, scan_candidates(scan, &candidates, error));
    if (options.all_pairs) {
        LT_TRY_GOTO(done, scan_count_pairs(scan, &candidates, error));
    }
    LT_TRY_GOTO(done, scan_phase(scan, "pairs", error));
    LT_TRY_GOTO(done, lt_cluster_run(&scan->corpus, &candidates, &options, scan->workers, &clusters, error));
    LT_TRY_GOTO(done, scan_note_crowded(scan, &clusters, error));
    LT_TRY_GOTO(done, scan_assemble_paragraphs(scan, &candidates, &clusters, result, error));
    if (scan->options.templates) {
        LT_TRY_GOTO(done, scan_templates(scan, &candidates, result, error));
    }
done:
    lt_clusters_clear(&clusters);
    lt_candidates_clear(&candidates);
    return code;
}

/* Swaps and names left behind, of the passages found. */
static int scan_names(leitong_scan *scan, const lt_passages *passages, const lt_salience *salience,
                      leitong_result *result, leitong_error *error)
{
    lt_naming naming = {0};
    lt_naming_input input = {.corpus = &scan->corpus,
                             .passages = passages,
                             .salience = salience,
                             .fold_flags = scan->fold_flags,
                             .gazetteer = scan->options.gazetteer,
                             .gazetteer_count = scan->options.gazetteer_count,
                             .progress = scan_on_progress,
                             .progress_context = scan};
    lt_assemble_names_input assemble = {&scan->corpus, &naming, scan->fold_flags, scan->workers};
    int code = 0;
    LT_TRY_GOTO(done, scan_phase(scan, "names", error));
    LT_TRY_GOTO(done, lt_naming_run(&input, scan->workers, &naming, error));
    LT_TRY_GOTO(done, lt_assemble_names(&assemble, result, &scan->insteads, error));
done:
    lt_naming_clear(&naming);
    return code;
}

/* What the passage path found, until the result has its text. */
typedef struct scan_found {
    lt_passage_result passages;
    lt_ranking ranking;
} scan_found;

/* The passage path: seeds → passages and phrases → rows, figures, texts, clusters of documents. */
static int scan_passages(leitong_scan *scan, scan_found *found, leitong_result *result, leitong_error *error)
{
    lt_passage_options options = {.run = scan->options.run,
                                  .hot = SCAN_HOT,
                                  .stock = scan->options.stock,
                                  .memory = scan->options.memory / 2,
                                  .folder = scan->tmpdir,
                                  .progress = scan_on_progress,
                                  .progress_context = scan};
    lt_assemble_passages_options assemble = {.threshold = scan->threshold,
                                             .run = scan->options.run,
                                             .fold_flags = scan->fold_flags,
                                             .listed = LEITONG_LISTED,
                                             .texts = &found->ranking.texts,
                                             .boilerplate = scan->boilerplate,
                                             .boilerplate_count = scan->boilerplate_count};
    lt_ranking_options ranking = {
        .compared = scan->corpus.document_count, .stock = scan->options.stock, .run = scan->options.run};
    lt_corpus_rest(&scan->corpus);
    LT_TRY(scan_phase(scan, "passages", error));
    LT_TRY(lt_passage_run(&scan->corpus, &options, scan->workers, &found->passages, error));
    LT_TRY(scan_phase(scan, "texts", error));
    LT_TRY(lt_ranking_make(&scan->corpus, &found->passages, &ranking, &found->ranking, error));
    LT_TRY(scan_phase(scan, "locate", error));
    LT_TRY(lt_assemble_passages(&scan->corpus, &found->passages, &assemble, scan->workers, result, error));
    return scan->options.names ? scan_names(scan, &found->passages.passages, &found->ranking.salience, result, error)
                               : 0;
}

/* Cases and the order of rows, once the result has its text. */
static int scan_cases(leitong_scan *scan, const scan_found *found, leitong_result *result, leitong_error *error)
{
    lt_assemble_cases_input input = {.found = &found->passages,
                                     .ranking = &found->ranking,
                                     .boilerplate = scan->boilerplate,
                                     .boilerplate_count = scan->boilerplate_count};
    LT_TRY(scan_phase(scan, "cases", error));
    return lt_assemble_cases(&input, result, error);
}

static void scan_describe(const leitong_scan *scan, leitong_result *result)
{
    const leitong_scan_options *o = &scan->options;
    leitong_result_run *run = &result->run;
    run->threshold = o->threshold;
    run->recall = o->recall;
    run->bands = scan->bands;
    run->rows = scan->rows;
    run->shingle = o->shingle;
    run->run = o->run;
    run->stock = o->stock;
    run->bucket_first = LT_CLUSTER_FIRST;
    run->pairs = o->pairs;
    run->paragraph = o->paragraph;
    run->fold_han = o->fold_han != 0;
    run->passages = o->passages != 0;
    run->templates = o->templates != 0;
    run->names = o->passages != 0 && o->names != 0;
    run->gazetteer = o->gazetteer_count;
    run->masks = o->mask_count;
}

/* Every row of the result, in source bytes; the corpus's strings and text are the result's afterwards. */
static int scan_fill(leitong_scan *scan, scan_found *found, leitong_result *result, leitong_error *error)
{
    if (scan->tmpdir != NULL) {
        LT_TRY(lt_result_spill(result, scan->tmpdir, error));
    }
    LT_TRY(scan_ingested(scan, error));
    LT_TRY(scan_paragraphs(scan, result, error));
    LT_TRY(lt_assemble_documents(&scan->corpus, result, error));
    if (scan->options.passages) {
        LT_TRY(scan_passages(scan, found, result, error));
    }
    LT_TRY(lt_assemble_source(&scan->corpus, error));
    scan_describe(scan, result);
    lt_assemble_spans(&scan->corpus, scan->member_paragraphs, result);
    LT_TRY(lt_omitted_finish(&scan->omitted, result, error));
    LT_TRY(lt_assemble_hand_over(&scan->corpus, result, error));
    LT_TRY(scan_phase(scan, "edits", error));
    LT_TRY(lt_assemble_edits(scan->workers, result, error));
    if (scan->options.passages) {
        LT_TRY(scan_cases(scan, found, result, error));
    }
    return lt_assemble_names_text(result, scan->insteads, error);
}

int leitong_scan_finish(leitong_scan *scan, leitong_result **ret_result, leitong_error *error)
{
    if (scan->finished) {
        return lt_error_set(error, LEITONG_EUSAGE, "leitong_scan_finish was called before");
    }
    scan->finished = true;
    leitong_result *result = NULL;
    scan_found found = {0};
    LT_TRY(lt_result_new(&result, error));
    int code = scan_fill(scan, &found, result, error);
    lt_passage_result_clear(&found.passages);
    lt_ranking_clear(&found.ranking);
    if (code != 0) {
        leitong_result_free(result);
        return code;
    }
    *ret_result = result;
    return 0;
}
