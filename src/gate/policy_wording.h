/* policy_wording: approved wording, and where a submission has it word for word.
 *
 * Enters: texts, with the reason of their approval and the day when it ends. Leaves: tokens of a submission that stand
 * in a run of `run` tokens of an approved text, or in all of one that is shorter. Owner: lt_wording owns texts and
 * index. Errors: LEITONG_EUSAGE (a text that can't be read or has no word), LEITONG_EMEMORY. */
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
    lt_wording_text *texts; /* [document of `corpus`] after lt_wording_settle */
    size_t text_count, text_capacity;
    leitong_result *corpus;     /* NULL: no texts */
    struct lt_lexicon *lexicon; /* of the texts' words; NULL: no texts */
    lt_document_tokens *rulers; /* [text] */
    lt_wording_window *windows; /* by size, hash, text; made for the run and folding of the first submission */
    size_t window_count, window_capacity;
    unsigned run;
    int fold_han;
    struct lt_wording_scan *scan; /* while texts are added */
} lt_wording;                     /* zero it first */
void lt_wording_clear(lt_wording *wording);

/* What is said of the texts of one entry. */
typedef struct lt_wording_entry {
    const char *way; /* of the entry, such as "approved[2]" */
    const char *reason, *expires;
    bool expired;
} lt_wording_entry;

/* A file or folder, or a text as it stands in the policy (UTF-8). */
LEITONG_CHECK int lt_wording_add_path(lt_wording *wording, const char *path, const lt_wording_entry *entry,
                                      leitong_error *error);
LEITONG_CHECK int lt_wording_add_text(lt_wording *wording, const char *text, const lt_wording_entry *entry,
                                      leitong_error *error);
/* After the last text. */
LEITONG_CHECK int lt_wording_settle(lt_wording *wording, leitong_error *error);

/* Tokens [begin, end) of the submission are wording of `text`. */
typedef struct lt_wording_hit {
    uint32_t text;
    uint32_t begin, end;
} lt_wording_hit;

/* Makes what submissions of this run and folding are held against; they are folded with `lexicon`, which stays as
 * it is (lt_document_tokens_fold, known): a policy outlives its submissions. */
LEITONG_CHECK int lt_wording_prepare(lt_wording *wording, const leitong_result_run *run, leitong_error *error);

/* All hits, by text and place; of a text disjoint. *ret_hits must be freed. */
LEITONG_CHECK int lt_wording_find(const lt_wording *wording, const lt_document_tokens *submission,
                                  lt_wording_hit **ret_hits, size_t *ret_count, leitong_error *error);

#endif
