#include "text/refold.h"

int lt_refold_paragraph(const lt_corpus *corpus, const lt_paragraph *paragraph, const uint8_t *text, lt_fold *fold,
                        lt_tokens *tokens, leitong_error *error)
{
    tokens->count = 0;
    tokens->text_size = 0;
    LT_TRY(lt_fold_run(fold, text, (size_t)(paragraph->byte_end - paragraph->byte_begin), 0, tokens, error));
    if (tokens->count != paragraph->token_count) {
        return lt_error_at(error, LEITONG_EDAMAGED, corpus->documents[paragraph->document].id, paragraph->byte_begin,
                           "the kept text no longer gives the tokens it gave; scan again");
    }
    return 0;
}
