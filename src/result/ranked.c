#include "result/ranked.h"

#include "base/radix_sort.h"

#include <stdlib.h>

int lt_ranked_documents(const leitong_result *result, uint32_t **ret_numbers, leitong_error *error)
{
    size_t count;
    const leitong_result_document *documents = leitong_result_documents(result, &count);
    lt_record *records = malloc((count + 1) * sizeof *records);
    lt_record *scratch = malloc((count + 1) * sizeof *scratch);
    uint32_t *numbers = malloc((count + 1) * sizeof *numbers);
    int code = 0;
    if (records == NULL || scratch == NULL || numbers == NULL) {
        LT_TRY_GOTO(done, lt_error_memory(error));
    }
    for (size_t i = 0; i < count; i++) {
        records[i] = (lt_record){documents[i].rank, i};
    }
    lt_radix_sort_records(records, scratch, count);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (uint32_t)records[i].value;
    }
    *ret_numbers = numbers;
    numbers = NULL;
done:
    free(records);
    free(scratch);
    free(numbers);
    return code;
}
