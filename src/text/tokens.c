#include "text/tokens.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

void lt_tokens_clear(lt_tokens *tokens)
{
    free(tokens->ids);
    free(tokens->hashes);
    free(tokens->begins);
    free(tokens->ends);
    free(tokens->text);
    free(tokens->text_ends);
    memset(tokens, 0, sizeof *tokens);
}

int lt_tokens_reserve(lt_tokens *tokens, size_t more, unsigned flags, leitong_error *error)
{
    size_t need = tokens->count + more;
    LT_TRY(LT_RESERVE(tokens->ids, tokens->ids_capacity, need, error));
    if ((flags & LT_FOLD_HASHES) != 0) {
        LT_TRY(LT_RESERVE(tokens->hashes, tokens->hashes_capacity, need, error));
    }
    if ((flags & LT_FOLD_SPANS) != 0) {
        LT_TRY(LT_RESERVE(tokens->begins, tokens->begins_capacity, need, error));
        LT_TRY(LT_RESERVE(tokens->ends, tokens->ends_capacity, need, error));
    }
    if ((flags & LT_FOLD_TEXT) != 0) {
        LT_TRY(LT_RESERVE(tokens->text_ends, tokens->text_ends_capacity, need, error));
    }
    return 0;
}
