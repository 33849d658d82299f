/* assemble_wants: places of tokens → source bytes, for rows of any table.
 *
 * Enters: places in tokens, of any documents in any order. Leaves: the source byte of each, to be read back in the
 * order in which they were asked for. Only paragraphs that a want names are folded again, each document by one worker.
 * Ask for everything, call lt_wants_locate once, then read; before lt_assemble_source.
 * Owner: lt_wants is the caller's storage; what lt_wants_read gives stands until lt_wants_clear.
 * Errors: those of locate; LEITONG_EMEMORY. */
#ifndef LT_ENGINE_ASSEMBLE_WANTS_H
#define LT_ENGINE_ASSEMBLE_WANTS_H

#include "base/radix.h"
#include "base/workers.h"
#include "text/locate.h"

/* Starts zeroed. */
typedef struct lt_wants {
    lt_record *items; /* key: document << 32 | token << 1 | end; value: number of the want */
    size_t count, capacity;
    uint64_t *offsets; /* [number of the want], once located */
    size_t read;       /* offsets read back */
} lt_wants;

void lt_wants_clear(lt_wants *wants);

/* The byte where a token of the document begins, or with `end` the byte behind it. */
LEITONG_CHECK int lt_wants_add(lt_wants *wants, uint32_t document, uint32_t token, bool end, leitong_error *error);
/* Two wants: where tokens [begin, end), one or more, begin and end. */
LEITONG_CHECK int lt_wants_span(lt_wants *wants, uint32_t document, uint32_t begin, uint32_t end, leitong_error *error);

LEITONG_CHECK int lt_wants_locate(lt_wants *wants, const lt_corpus *corpus, unsigned fold_flags, lt_workers *workers,
                                  leitong_error *error);
/* The next `count` offsets. */
const uint64_t *lt_wants_read(lt_wants *wants, size_t count);

#endif
