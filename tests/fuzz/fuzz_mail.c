/* fuzz_mail: e-mail. The input is the mail. */
#include "extract/mail.h"
#include "extracted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static extracted text;
    leitong_error error = {0};
    text.size = 0;
    lt_sink sink = {.put = extracted_put, .context = &text, .limit = EXTRACTED_MOST};
    uint8_t *mail = fuzz_copy(data, size);
    int code = lt_mail_read(mail, size, "", &sink, &error);
    extracted_check(&text, &sink, code, &error);
    lt_sink_clear(&sink);
    free(mail);
    return 0;
}
