/* fold_word: normalised code points → tokens, one code point at a time.
 *
 * A state machine for UAX #29's word segments. Of a segment stay letters, numbers, the marks that follow them, and `.`
 * between two decimal digits; a token is a letter that stands alone (Han, kana, Thai …) or a longest run of others, in
 * NFC once the rest is gone. Only breaks that part tokens are decided: the breaks between characters that never stay
 * are not.
 * Input: code points as lt_fold_normalise or the table gives them, in order, with their spans.
 * Output: tokens, appended to lt_tokens.
 * Ownership: lt_fold_word is scratch; lt_tokens is the caller's. After a failure the open token is lost:
 * lt_fold_word_begin starts anew.
 * Errors: those of lexicon; LEITONG_EUSAGE (over 4 GiB − 1 bytes of folded text in one lt_tokens).
 * Complexity: linear in the code points; memory is that of one token, however long the text. */
#ifndef LT_TEXT_FOLD_WORD_H
#define LT_TEXT_FOLD_WORD_H

#include "text/fold_normal.h"
#include "text/lexicon.h"
#include "text/tokens.h"

#include <stdbool.h>

/* Words met before, most of them: their ids without the lexicon's lock. */
#define LT_FOLD_KNOWN_TEXT 16U
typedef struct lt_fold_known {
    uint64_t hash;
    uint32_t id;
    uint32_t size; /* 0: none */
    uint8_t text[LT_FOLD_KNOWN_TEXT];
} lt_fold_known;

/* What tokens were made without; counts. */
typedef struct lt_fold_seen {
    uint64_t zero_width; /* characters without width; not those that scripts and emoji need */
    uint64_t look_alike; /* letters that became Latin */
    uint64_t joined;     /* words that were broken at a line's end */
} lt_fold_seen;

typedef struct lt_fold_look {
    size_t at; /* byte of the token's text */
    uint32_t size, latin;
} lt_fold_look;

typedef struct lt_fold_word {
    unsigned flags; /* enum lt_fold_flags */
    lt_lexicon *lexicon;
    lt_fold_known *known; /* [LT_FOLD_KNOWN], by hash; NULL without a lexicon */
    uint8_t state;        /* of the segment: what stands before the next code point */
    bool attached;        /* a mark would stay: only ignorables stand between it and a kept code point */
    bool digit;           /* the same, and that code point is a decimal digit */
    bool dot;             /* digit, `.`, and nothing but ignorables behind it */
    bool gap;             /* something was deleted behind the last kept code point */
    bool alone;           /* the open token is a letter that stands alone */
    bool composes;        /* a gap's end may now compose or change order: the token needs NFC */
    uint32_t first;       /* code point */
    uint32_t begin, end;
    uint32_t reach; /* the largest end of a token so far */
    size_t points;  /* kept code points; 0: no token is open */
    uint8_t *text;  /* folded UTF-8 of the open token */
    size_t size, capacity;
    bool latin;          /* the open token holds a Latin letter … */
    lt_fold_look *looks; /* … and these that look so */
    size_t look_count, look_capacity;
    lt_fold_seen seen; /* since it was made */
} lt_fold_word;        /* zero it first */
LEITONG_CHECK int lt_fold_word_init(lt_fold_word *word, unsigned flags, lt_lexicon *lexicon, leitong_error *error);
void lt_fold_word_clear(lt_fold_word *word);

/* `entry` is lt_fold_entry of the code point. */
LEITONG_CHECK int lt_fold_word_push(lt_fold_word *word, lt_fold_point point, uint32_t entry, lt_tokens *tokens,
                                    leitong_error *error);
/* Ends the segment: what comes next is parted from it. */
LEITONG_CHECK int lt_fold_word_end(lt_fold_word *word, lt_tokens *tokens, leitong_error *error);

/* Whether the open token ends in a letter, so that a hyphen at a line's end may stand in a word. */
bool lt_fold_word_in_letters(const lt_fold_word *word);
/* A hyphen and a line's end are passed over inside the open token. */
void lt_fold_word_join(lt_fold_word *word);

/* Makes ready for a text: no token is open. */
void lt_fold_word_begin(lt_fold_word *word);

/* A whole token. */
typedef struct lt_fold_token {
    const uint8_t *text; /* folded UTF-8 */
    size_t size;         /* its bytes */
    size_t points;       /* its code points */
    uint32_t first;      /* the first of them */
    uint32_t begin, end; /* source bytes */
} lt_fold_token;
/* There is room for it but for its text. */
LEITONG_CHECK int lt_tokens_append(lt_tokens *tokens, lt_fold_word *word, const lt_fold_token *token,
                                   leitong_error *error);
/* The id and the hash of a word of two code points or more. */
LEITONG_CHECK int lt_fold_word_name(lt_fold_word *word, const uint8_t *text, size_t size, uint32_t *ret_id,
                                    uint64_t *ret_hash, leitong_error *error);

#endif
