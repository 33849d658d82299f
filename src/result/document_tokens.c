#include "result/document_tokens.h"

#include "base/compare.h"
#include "text/decode.h"
#include "text/fold.h"
#include "text/paragraph.h"

#include <stdlib.h>
#include <string.h>

int lt_document_tokens_lexicon_new(lt_lexicon **ret_lexicon, leitong_error *error)
{
    return lt_lexicon_new(ret_lexicon, error);
}

void lt_document_tokens_lexicon_free(lt_lexicon *lexicon)
{
    lt_lexicon_free(lexicon);
}

/* Paragraph by paragraph, as the scan did: a word is joined inside of one, and a column of line numbers is in none. */
static int document_tokens_fold(const lt_decoded *decoded, lt_paragraph_mode wanted, const lt_document_tokens_fold *how,
                                lt_tokens *tokens, leitong_error *error)
{
    lt_fold *fold = NULL;
    size_t position = 0;
    size_t begin;
    size_t end;
    int code = 0;
    unsigned flags = LT_FOLD_SPANS | (how->fold_han ? LT_FOLD_HAN : 0U) | (how->known ? LT_FOLD_KNOWN : 0U);
    lt_paragraph_mode mode = lt_paragraph_decide(decoded->text, decoded->size, wanted);
    LT_TRY(lt_fold_new(flags, how->lexicon, &fold, error));
    while (code == 0 && lt_paragraph_next(decoded->text, decoded->size, mode, &position, &begin, &end)) {
        code = lt_fold_run(fold, decoded->text + begin, end - begin, (uint32_t)begin, tokens, error);
    }
    lt_fold_free(fold);
    return code;
}

/* Moves the ids out of `folded`. */
static int document_tokens_take(const lt_decoded *decoded, lt_tokens *folded, lt_document_tokens *ret_tokens,
                                leitong_error *error)
{
    uint64_t *begins = malloc((folded->count + 1) * sizeof *begins);
    if (begins == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < folded->count; i++) {
        begins[i] = lt_decoded_source(decoded, folded->begins[i]);
    }
    *ret_tokens = (lt_document_tokens){folded->ids, begins, folded->count};
    folded->ids = NULL;
    return 0;
}

int lt_document_tokens_open(const leitong_result *result, uint32_t document, const lt_document_tokens_fold *how,
                            lt_document_tokens *ret_tokens, leitong_error *error)
{
    size_t count;
    const leitong_result_document *row = leitong_result_documents(result, &count) + document;
    leitong_span whole = {document, 0, row->bytes};
    lt_paragraph_mode wanted = (lt_paragraph_mode)leitong_result_get_run(result)->paragraph;
    char *bytes = NULL;
    size_t size = 0;
    lt_encoding encoding = LT_ENCODING_UTF8;
    lt_decoded decoded = {0};
    lt_tokens folded = {0};
    LT_TRY(leitong_result_text(result, &whole, &bytes, &size, error));
    int code = 0;
    LT_TRY_GOTO(done, lt_encoding_named(row->encoding, &encoding, error));
    LT_TRY_GOTO(done, lt_decode(&(lt_encoded){(const uint8_t *)bytes, size, encoding, row->id}, &decoded, NULL, error));
    LT_TRY_GOTO(done, document_tokens_fold(&decoded, wanted, how, &folded, error));
    if (folded.count != row->tokens) {
        code = lt_error_at(error, LEITONG_EDAMAGED, row->id, LEITONG_NO_OFFSET,
                           "the kept text no longer gives the tokens it gave; scan again");
        goto done;
    }
    code = document_tokens_take(&decoded, &folded, ret_tokens, error);
done:
    lt_tokens_clear(&folded);
    lt_decoded_clear(&decoded);
    free(bytes);
    return code;
}

void lt_document_tokens_clear(lt_document_tokens *tokens)
{
    free(tokens->ids);
    free(tokens->begins);
    *tokens = (lt_document_tokens){0};
}

size_t lt_document_tokens_token(const lt_document_tokens *tokens, uint64_t byte)
{
    size_t first = 0;
    LT_LOWER_BOUND(first, tokens->count, middle, tokens->begins[middle] < byte);
    return first;
}
