/* fuzz_pdf: what pdftotext writes → text, the same in whatever pieces it comes. Byte 0: the size of pieces. */
#include "extract/pdf.h"
#include "extracted.h"

static void read_all(const uint8_t *data, size_t size, size_t piece, extracted *text)
{
    lt_pdf_pages pages = {0};
    leitong_error error = {0};
    text->size = 0;
    lt_sink sink = {.put = extracted_put, .context = text, .limit = EXTRACTED_MOST};
    for (size_t at = 0; at < size; at += piece) {
        size_t length = size - at < piece ? size - at : piece;
        fuzz_require(lt_pdf_pages_add(&pages, (const char *)data + at, length, &error) == 0);
    }
    extracted_check(text, &sink, lt_pdf_tell(&pages, &sink, &error), &error);
    lt_sink_clear(&sink);
    lt_pdf_pages_clear(&pages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static extracted once;
    static extracted twice;
    if (size == 0) {
        return 0;
    }
    uint8_t *copy = fuzz_copy(data + 1, size - 1);
    read_all(copy, size - 1, size, &once);
    read_all(copy, size - 1, 1 + (size_t)data[0], &twice);
    fuzz_require(once.size == twice.size && memcmp(once.text, twice.text, once.size) == 0);
    free(copy);
    return 0;
}
