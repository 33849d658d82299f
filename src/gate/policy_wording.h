/* policy_wording: approved wording, and where a submission has it word for word.
 *
 * All windows of `run` tokens of the approved texts (of a shorter text: the whole) are sorted by hash; each window of
 * the submission is looked up and compared token by token; hits of one text that overlap or touch are joined. Input:
 * texts, each with the reason for its approval and the day when it expires. Output: ranges of tokens of a submission
 * that lie in a window of an approved text. Ownership: lt_wording owns texts and index. Errors: LEITONG_EUSAGE (a text
 * that can't be read or has no word), LEITONG_EMEMORY. Complexity: O(n log n) in the tokens of the texts to prepare;
 * O(log n) for each token of a submission and length of window, and the hits. */
#ifndef LT_GATE_POLICY_WORDING_H
#define LT_GATE_POLICY_WORDING_H

#include "leitong/gate.h"
#include "result/document_tokens.h"

#include <stdbool.h>

/* One approved text. */
typedef struct lt_wording_text {
    char *name, *reason, *expires; /* the last two may be NULL */
    bool expired;
} lt_wording_text;

/* A run of an approved text. */
typedef struct lt_wording_window {
    uint64_t hash;
    uint32_t text, begin, size; /* tokens */
} lt_wording_window;

typedef struct lt_wording {
    lt_wording_text *texts; /* [document of `corpus`] after lt_wording_finish */
    size_t text_count, text_capacity;
    leitong_result *corpus;     /* NULL: no texts */
    struct lt_lexicon *lexicon; /* of the texts' words; NULL: no texts */
    lt_document_tokens *tokens; /* [text] */
    lt_wording_window *windows; /* by size, hash, text; made for the run and folding of the first submission */
    size_t window_count, window_capacity;
    unsigned run;
    int fold_han;
    struct lt_wording_scan *scan; /* while texts are added */
} lt_wording;                     /* zero it first */
void lt_wording_clear(lt_wording *wording);

/* What an entry gives for its texts. */
typedef struct lt_wording_entry {
    const char *key_path; /* of the entry, such as "approved[2]" */
    const char *reason, *expires;
    bool expired;
} lt_wording_entry;

/* A file or folder; a text in the policy itself (UTF-8). */
LEITONG_CHECK int lt_wording_add_path(lt_wording *wording, const char *path, const lt_wording_entry *entry,
                                      leitong_error *error);
LEITONG_CHECK int lt_wording_add_text(lt_wording *wording, const char *text, const lt_wording_entry *entry,
                                      leitong_error *error);
/* After the last text. */
LEITONG_CHECK int lt_wording_finish(lt_wording *wording, leitong_error *error);

/* Tokens [begin, end) of the submission are wording of `text`. */
typedef struct lt_wording_hit {
    uint32_t text;
    uint32_t begin, end;
} lt_wording_hit;

/* Builds the index for submissions of this run and folding; they are folded with `lexicon`, which is not changed
 * (lt_document_tokens_fold, known): a policy outlives its submissions. */
LEITONG_CHECK int lt_wording_prepare(lt_wording *wording, const leitong_result_run *run, leitong_error *error);

/* All hits, by text and place; of a text disjoint. *ret_hits must be freed. */
LEITONG_CHECK int lt_wording_find(const lt_wording *wording, const lt_document_tokens *submission,
                                  lt_wording_hit **ret_hits, size_t *ret_count, leitong_error *error);

#endif
