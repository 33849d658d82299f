/* sniff: what a file is, by its first bytes.
 *
 * Input: the first bytes of a file, after gzip or Zstandard were undone; LT_SNIFF_BYTES of them, or all.
 * Output: its format; LT_FORMAT_NONE where no format is known by these bytes, as of a text.
 * Ownership: none. Errors: none.
 * Complexity: constant time; lt_sniff_html is linear in the comments before the first tag, lt_sniff_mail in what it is
 * given. */
#ifndef LT_INPUT_SNIFF_H
#define LT_INPUT_SNIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LT_SNIFF_BYTES ((size_t)4096)

typedef enum lt_format {
    LT_FORMAT_NONE,
    LT_FORMAT_HTML,
    LT_FORMAT_ZIP, /* .docx, .odt, .pptx, .epub, or an archive: what is in it decides */
    LT_FORMAT_PDF,
    LT_FORMAT_RTF,
    LT_FORMAT_OLE, /* Word, WPS, Excel and PowerPoint before 2007, and encrypted files since */
    LT_FORMAT_TAR,
    LT_FORMAT_XZ,
    LT_FORMAT_BZIP2,
    LT_FORMAT_SEVEN_ZIP,
    LT_FORMAT_RAR,
    LT_FORMAT_MAIL, /* by lt_sniff_mail */
    LT_FORMATS
} lt_format;

/* What bytes tell that no text begins with. */
lt_format lt_sniff(const uint8_t *bytes, size_t size);
/* Whether an HTML declaration or element is the first, behind a byte order mark, an XML declaration and comments. */
bool lt_sniff_html(const uint8_t *bytes, size_t size);
/* Whether header lines of a mail stand at the beginning: its sender's, and another that mails have. */
bool lt_sniff_mail(const uint8_t *bytes, size_t size);
bool lt_sniff_is_archive(lt_format format);

#endif
