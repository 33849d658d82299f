#include "result/document_tokens.h"

#include "text/decode.h"
#include "text/fold.h"

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

static int document_tokens_fold(const lt_decoded *decoded, const lt_document_tokens_fold *how, lt_tokens *tokens,
                                leitong_error *error)
{
    lt_fold *fold = NULL;
    unsigned flags = LT_FOLD_SPANS | (how->fold_han ? LT_FOLD_HAN : 0U) | (how->known ? LT_FOLD_KNOWN : 0U);
    int code = lt_fold_new(flags, how->lexicon, &fold, error);
    code = code != 0 ? code : lt_fold_run(fold, decoded->text, decoded->size, 0, tokens, error);
    lt_fold_free(fold);
    return code;
}

/* Takes the ids out of `tokens`. */
static int document_tokens_take(const lt_decoded *decoded, lt_tokens *tokens, lt_document_tokens *ret_ruler,
                                leitong_error *error)
{
    uint64_t *begins = malloc((tokens->count + 1) * sizeof *begins);
    if (begins == NULL) {
        return lt_error_memory(error);
    }
    for (size_t i = 0; i < tokens->count; i++) {
        begins[i] = lt_decoded_source(decoded, tokens->begins[i]);
    }
    *ret_ruler = (lt_document_tokens){tokens->ids, begins, tokens->count};
    tokens->ids = NULL;
    return 0;
}

int lt_document_tokens_open(const leitong_result *result, uint32_t document, const lt_document_tokens_fold *how,
                            lt_document_tokens *ret_ruler, leitong_error *error)
{
    size_t count;
    const leitong_result_document *row = leitong_result_documents(result, &count) + document;
    leitong_span whole = {document, 0, row->bytes};
    char *bytes = NULL;
    size_t size = 0;
    lt_encoding encoding = LT_ENCODING_UTF8;
    lt_decoded decoded = {0};
    lt_tokens tokens = {0};
    int code = leitong_result_text(result, &whole, &bytes, &size, error);
    code = code != 0 ? code : lt_encoding_named(row->encoding, &encoding, error);
    code = code != 0 ? code
                     : lt_decode(&(lt_encoded){(const uint8_t *)bytes, size, encoding, row->id}, &decoded, NULL, error);
    if (code != 0) {
        goto done;
    }
    code = document_tokens_fold(&decoded, how, &tokens, error);
    if (code == 0 && tokens.count != row->tokens) {
        code = lt_error_at(error, LEITONG_EDAMAGED, row->id, LEITONG_NO_OFFSET,
                           "the kept text no longer gives the tokens it gave; scan again");
    }
    code = code != 0 ? code : document_tokens_take(&decoded, &tokens, ret_ruler, error);
done:
    lt_tokens_clear(&tokens);
    lt_decoded_clear(&decoded);
    free(bytes);
    return code;
}

void lt_document_tokens_clear(lt_document_tokens *ruler)
{
    free(ruler->ids);
    free(ruler->begins);
    *ruler = (lt_document_tokens){0};
}

size_t lt_document_tokens_token(const lt_document_tokens *ruler, uint64_t byte)
{
    size_t first = 0;
    size_t last = ruler->count;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (ruler->begins[middle] < byte) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    return first;
}
