#include "gate/policy_wording.h"

#include "base/buffer.h"
#include "base/compare.h"
#include "base/hash.h"
#include "base/open_file.h"
#include "leitong/scan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Approved texts are read as any documents are, and tokenised by the same code: a scan without passages. Its ids are
 * the texts' numbers, so that its documents are in the same order. */
struct lt_wording_scan {
    leitong_scan *scan;
    leitong_error fault; /* of what was skipped: the last error of the scan need not be the cause */
};

#define WORDING_DIGITS 20

static void wording_text_clear(lt_wording_text *text)
{
    free(text->name);
    free(text->reason);
    free(text->expires);
}

void lt_wording_clear(lt_wording *wording)
{
    for (size_t i = 0; i < wording->text_count; i++) {
        wording_text_clear(&wording->texts[i]);
        if (wording->tokens != NULL) {
            lt_document_tokens_clear(&wording->tokens[i]);
        }
    }
    if (wording->scan != NULL) {
        leitong_scan_free(wording->scan->scan);
        free(wording->scan);
    }
    leitong_result_free(wording->corpus);
    lt_document_tokens_lexicon_free(wording->lexicon);
    free(wording->texts);
    free(wording->tokens);
    free(wording->windows);
    *wording = (lt_wording){0};
}

/* Wording that can't be read would not be approved: an error, not a skip. */
static int wording_on_skip(void *context, const leitong_skip *skip)
{
    struct lt_wording_scan *scan = context;
    if (skip->is_note) { /* what a document doesn't show is not approved either */
        return 0;
    }
    if (skip->error != NULL) {
        scan->fault = *skip->error;
    }
    return 1;
}

static int wording_open(lt_wording *wording, leitong_error *error)
{
    leitong_scan_options options = LEITONG_SCAN_OPTIONS_INIT;
    if (wording->scan != NULL) {
        return 0;
    }
    wording->scan = calloc(1, sizeof *wording->scan);
    if (wording->scan == NULL) {
        return lt_error_memory(error);
    }
    options.passages = 0;
    options.jobs = 1;
    options.skip = wording_on_skip;
    options.skip_context = wording->scan;
    return leitong_scan_new(&options, &wording->scan->scan, error);
}

static int wording_copy(const char *text, char **ret_copy, leitong_error *error)
{
    if (text == NULL) {
        *ret_copy = NULL;
        return 0;
    }
    *ret_copy = strdup(text);
    return *ret_copy == NULL ? lt_error_memory(error) : 0;
}

/* Reports a fault of an approved text as one of the policy. */
static int wording_fault(const lt_wording *wording, int code, leitong_error *error)
{
    if (code != LEITONG_EINPUT && code != LEITONG_EUSAGE) {
        return code;
    }
    if (error != NULL) {
        if (wording->scan->fault.code != 0) {
            *error = wording->scan->fault;
        }
        /* The id of a text in the scan is its number. */
        char *end = NULL;
        unsigned long long number = strtoull(error->path, &end, 10);
        if (strlen(error->path) == WORDING_DIGITS && *end == '\0' && number < wording->text_count) {
            snprintf(error->path, sizeof error->path, "%s", wording->texts[number].name);
        }
        error->code = LEITONG_EUSAGE;
    }
    return LEITONG_EUSAGE;
}

static int wording_add(lt_wording *wording, const leitong_document *document, const char *name,
                       const lt_wording_entry *entry, leitong_error *error)
{
    char id[WORDING_DIGITS + 1];
    leitong_document numbered = *document;
    LT_TRY(LT_RESERVE(wording->texts, wording->text_capacity, wording->text_count + 1, error));
    int code = 0;
    lt_wording_text *text = &wording->texts[wording->text_count];
    *text = (lt_wording_text){.expired = entry->expired};
    LT_TRY_GOTO(failed, wording_copy(name, &text->name, error));
    LT_TRY_GOTO(failed, wording_copy(entry->reason, &text->reason, error));
    LT_TRY_GOTO(failed, wording_copy(entry->expires, &text->expires, error));
    snprintf(id, sizeof id, "%0*zu", WORDING_DIGITS, wording->text_count++);
    numbered.id = id;
    numbered.path = name;
    return leitong_scan_add(wording->scan->scan, &numbered, error);
failed:
    wording_text_clear(text); /* it is not yet counted */
    return code;
}

/* A folder, or a file: a pipe or a device may never end. */
static int wording_check(const char *path, leitong_error *error)
{
    struct stat status;
    int file = -1;
    if (strcmp(path, "-") == 0 || (stat(path, &status) == 0 && S_ISDIR(status.st_mode))) {
        return 0;
    }
    LT_TRY(lt_open_file(path, LT_OPEN_REGULAR, LT_OPEN_ANY_SIZE, &file, error));
    close(file);
    return 0;
}

/* Adds all documents of a file or folder. */
static int wording_add_input(lt_wording *wording, const char *path, const lt_wording_entry *entry, leitong_error *error)
{
    leitong_input_options options = LEITONG_INPUT_OPTIONS_INIT;
    leitong_input *input = NULL;
    leitong_document document;
    size_t before = wording->text_count;
    int more = 0;
    options.skip = wording_on_skip;
    options.skip_context = wording->scan;
    LT_TRY(wording_check(path, error));
    LT_TRY(leitong_input_open(&path, 1, &options, &input, error));
    int code = 0;
    LT_TRY_GOTO(done, leitong_input_next(input, &document, &more, error));
    while (more != 0) {
        LT_TRY_GOTO(done, wording_add(wording, &document, document.id, entry, error));
        LT_TRY_GOTO(done, leitong_input_next(input, &document, &more, error));
    }
    if (wording->text_count == before) {
        code = lt_error_at(error, LEITONG_EUSAGE, path, LEITONG_NO_OFFSET, "holds no text to approve");
    }
done:
    leitong_input_close(input);
    return code;
}

int lt_wording_add_path(lt_wording *wording, const char *path, const lt_wording_entry *entry, leitong_error *error)
{
    LT_TRY(wording_open(wording, error));
    int code = wording_add_input(wording, path, entry, error);
    return wording_fault(wording, code, error);
}

int lt_wording_add_text(lt_wording *wording, const char *text, const lt_wording_entry *entry, leitong_error *error)
{
    leitong_document document = {.bytes = (const uint8_t *)text, .size = strlen(text), .encoding = "utf-8"};
    LT_TRY(wording_open(wording, error));
    int code = wording_add(wording, &document, entry->key_path, entry, error);
    return wording_fault(wording, code, error);
}

int lt_wording_finish(lt_wording *wording, leitong_error *error)
{
    size_t count = 0;
    if (wording->scan == NULL) {
        return 0;
    }
    int code = leitong_scan_finish(wording->scan->scan, &wording->corpus, error);
    LT_TRY(wording_fault(wording, code, error));
    const leitong_result_document *rows = leitong_result_documents(wording->corpus, &count);
    for (size_t i = 0; i < wording->text_count; i++) {
        if (i >= count || rows[i].tokens == 0) {
            return lt_error_at(error, LEITONG_EUSAGE, wording->texts[i].name, LEITONG_NO_OFFSET,
                               "approved wording without a word");
        }
    }
    wording->tokens = calloc(wording->text_count + 1, sizeof *wording->tokens);
    leitong_scan_free(wording->scan->scan);
    wording->scan->scan = NULL;
    return wording->tokens == NULL ? lt_error_memory(error) : lt_document_tokens_lexicon_new(&wording->lexicon, error);
}

static int window_order(const void *left, const void *right)
{
    const lt_wording_window *a = left;
    const lt_wording_window *b = right;
    if (a->size != b->size) {
        return a->size < b->size ? -1 : 1;
    }
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    if (a->text != b->text) {
        return a->text < b->text ? -1 : 1;
    }
    return (a->begin > b->begin) - (a->begin < b->begin);
}

static int windows_of(lt_wording *wording, size_t text, leitong_error *error)
{
    const lt_document_tokens *tokens = &wording->tokens[text];
    size_t size = LT_MIN(tokens->count, wording->run);
    size_t count = tokens->count - size + 1;
    LT_TRY(LT_RESERVE(wording->windows, wording->window_capacity, wording->window_count + count, error));
    for (size_t i = 0; i < count; i++) {
        wording->windows[wording->window_count++] = (lt_wording_window){
            lt_hash_64(tokens->ids + i, size * sizeof *tokens->ids), (uint32_t)text, (uint32_t)i, (uint32_t)size};
    }
    return 0;
}

static const uint32_t *window_tokens(const lt_wording *wording, const lt_wording_window *window)
{
    return wording->tokens[window->text].ids + window->begin;
}

/* Sorts the windows and keeps the first of a text's equal ones. */
static void windows_unique(lt_wording *wording)
{
    size_t kept = 0;
    qsort(wording->windows, wording->window_count, sizeof *wording->windows, window_order);
    for (size_t i = 0; i < wording->window_count; i++) {
        const lt_wording_window *w = &wording->windows[i];
        const lt_wording_window *before = kept > 0 ? &wording->windows[kept - 1] : NULL;
        if (before == NULL || before->size != w->size || before->hash != w->hash || before->text != w->text ||
            memcmp(window_tokens(wording, before), window_tokens(wording, w), w->size * sizeof(uint32_t)) != 0) {
            wording->windows[kept++] = *w;
        }
    }
    wording->window_count = kept;
}

int lt_wording_prepare(lt_wording *wording, const leitong_result_run *run, leitong_error *error)
{
    int code = 0;
    bool is_made = wording->run == run->run && wording->fold_han == (run->fold_han != 0);
    if (is_made || wording->text_count == 0) {
        return 0;
    }
    wording->run = run->run;
    wording->fold_han = run->fold_han != 0;
    wording->window_count = 0;
    lt_document_tokens_fold how = {.lexicon = wording->lexicon, .fold_han = wording->fold_han != 0};
    for (size_t i = 0; i < wording->text_count; i++) {
        lt_document_tokens_clear(&wording->tokens[i]);
        LT_TRY_GOTO(failed, lt_document_tokens_open(wording->corpus, (uint32_t)i, &how, &wording->tokens[i], error));
        LT_TRY_GOTO(failed, windows_of(wording, i, error));
    }
    windows_unique(wording);
    return 0;
failed:
    wording->run = 0; /* so that the next call builds them again */
    return code;
}

/* The first window of at least this size and hash. */
static size_t window_first(const lt_wording *wording, uint32_t size, uint64_t hash)
{
    size_t first = 0;
    const lt_wording_window *windows = wording->windows;
    LT_LOWER_BOUND(first, wording->window_count, i,
                   windows[i].size < size || (windows[i].size == size && windows[i].hash < hash));
    return first;
}

typedef struct hit_list {
    lt_wording_hit *hits;
    size_t count, capacity;
} hit_list;

/* Windows of the submission that are windows of `size` tokens of a text. */
static int hits_of_size(const lt_wording *wording, const lt_document_tokens *submission, uint32_t size, hit_list *list,
                        leitong_error *error)
{
    for (size_t i = 0; i + size <= submission->count; i++) {
        uint64_t hash = lt_hash_64(submission->ids + i, size * sizeof *submission->ids);
        for (size_t w = window_first(wording, size, hash);
             w < wording->window_count && wording->windows[w].size == size && wording->windows[w].hash == hash; w++) {
            const lt_wording_window *found = &wording->windows[w];
            if (memcmp(window_tokens(wording, found), submission->ids + i, size * sizeof(uint32_t)) != 0) {
                continue;
            }
            LT_TRY(LT_RESERVE(list->hits, list->capacity, list->count + 1, error));
            list->hits[list->count++] = (lt_wording_hit){found->text, (uint32_t)i, (uint32_t)(i + size)};
        }
    }
    return 0;
}

static int hit_order(const void *left, const void *right)
{
    const lt_wording_hit *a = left;
    const lt_wording_hit *b = right;
    if (a->text != b->text) {
        return a->text < b->text ? -1 : 1;
    }
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Joins hits of one text that overlap or touch. */
static void hits_join(hit_list *list)
{
    size_t kept = 0;
    if (list->count > 0) {
        qsort(list->hits, list->count, sizeof *list->hits, hit_order);
    }
    for (size_t i = 0; i < list->count; i++) {
        const lt_wording_hit *hit = &list->hits[i];
        lt_wording_hit *last = kept > 0 ? &list->hits[kept - 1] : NULL;
        if (last != NULL && last->text == hit->text && hit->begin <= last->end) {
            last->end = LT_MAX(hit->end, last->end);
        } else {
            list->hits[kept++] = *hit;
        }
    }
    list->count = kept;
}

int lt_wording_find(const lt_wording *wording, const lt_document_tokens *submission, lt_wording_hit **ret_hits,
                    size_t *ret_count, leitong_error *error)
{
    hit_list list = {0};
    int code = 0;
    for (size_t w = 0; w < wording->window_count;) {
        uint32_t size = wording->windows[w].size;
        LT_TRY_GOTO(failed, hits_of_size(wording, submission, size, &list, error));
        while (w < wording->window_count && wording->windows[w].size == size) {
            w++;
        }
    }
    hits_join(&list);
    *ret_hits = list.hits;
    *ret_count = list.count;
    return 0;
failed:
    free(list.hits);
    return code;
}
