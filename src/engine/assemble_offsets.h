/* assemble_offsets: places of tokens → source bytes, for rows of any table.
 *
 * Offsets are not stored beside the tokens, so paragraphs are folded again (text/locate). Rows ask for them one by one,
 * in the order of their table; requests are sorted by document and token, each document is given to one worker, and the
 * offsets are read back in the order in which they were asked for. Only paragraphs that a request names are folded.
 * Ask for everything, call lt_offset_requests_locate once, then read; before lt_assemble_source.
 * Input: places in tokens, of any documents in any order.
 * Output: the source byte of each.
 * Ownership: lt_offset_requests is the caller's storage; what lt_offset_requests_read gives stands until
 * lt_offset_requests_clear.
 * Errors: those of locate; LEITONG_EMEMORY.
 * Complexity: linear in requests and in the paragraphs folded again. */
#ifndef LT_ENGINE_ASSEMBLE_OFFSETS_H
#define LT_ENGINE_ASSEMBLE_OFFSETS_H

#include "base/radix_sort.h"
#include "base/workers.h"
#include "text/locate.h"

/* Starts zeroed. */
typedef struct lt_offset_requests {
    lt_record *items; /* key: document << 32 | token << 1 | end; value: number of the request */
    size_t count, capacity;
    uint64_t *offsets; /* [number of the request], once located */
    size_t read;       /* offsets read back */
} lt_offset_requests;

void lt_offset_requests_clear(lt_offset_requests *requests);

/* The byte where a token of the document begins, or with `end` the byte behind it. */
LEITONG_CHECK int lt_offset_requests_add(lt_offset_requests *requests, uint32_t document, uint32_t token, bool end,
                                         leitong_error *error);
/* Two requests: where tokens [begin, end), one or more, begin and end. */
LEITONG_CHECK int lt_offset_requests_span(lt_offset_requests *requests, uint32_t document, uint32_t begin, uint32_t end,
                                          leitong_error *error);

LEITONG_CHECK int lt_offset_requests_locate(lt_offset_requests *requests, const lt_corpus *corpus, unsigned fold_flags,
                                            lt_workers *workers, leitong_error *error);
/* The next `count` offsets. */
const uint64_t *lt_offset_requests_read(lt_offset_requests *requests, size_t count);

#endif
