/* fuzz_html: pages. Byte 0: bit 0: an encoding is given. The rest is the page. */
#include "extract/html.h"
#include "extracted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static extracted text;
    leitong_error error = {0};
    if (size == 0) {
        return 0;
    }
    text.size = 0;
    lt_sink sink = {.put = extracted_put, .context = &text, .limit = EXTRACTED_MOST};
    uint8_t *page = fuzz_copy(data + 1, size - 1);
    int code = lt_html_read(page, size - 1, (data[0] & 1) != 0 ? "gb18030" : "", &sink, &error);
    extracted_check(&text, &sink, code, &error);
    lt_sink_clear(&sink);
    free(page);
    return 0;
}
