#include "extract/readers.h"

#include "extract/mail.h"
#include "extract/pdf.h"
#include "extract/program.h"
#include "extract/word.h"

#include <stdio.h>
#include <string.h>

#if LEITONG_HAVE_GUMBO
#include "extract/html.h"
#endif
#if LEITONG_HAVE_PACKAGES
#include "extract/archive.h"
#include "extract/docx.h"
#if LEITONG_HAVE_GUMBO
#include "extract/epub.h"
#endif
#include "extract/odt.h"
#include "extract/pptx.h"
#include <archive.h>
#include <libxml/xmlversion.h>
#endif

#define READERS_GUMBO "gumbo (libgumbo-dev)"
#define READERS_PACKAGES "libxml2 and libarchive (libxml2-dev, libarchive-dev)"
#define READERS_PEEK 65536 /* bytes of a part that tell what a zip is */

#if !LEITONG_HAVE_GUMBO || !LEITONG_HAVE_PACKAGES
static int readers_missing(const char *libraries, lt_sink *sink, leitong_error *error)
{
    return lt_sink_refuse(
        sink, LT_FAULT_NO_READER, error,
        "this build of leitong can't read the format: it was made without %s; install them and build it again",
        libraries);
}
#endif

lt_limits_programs lt_readers_programs(const char *format)
{
    return strcmp(format, "word") == 0  ? LT_LIMITS_WRITES
           : strcmp(format, "pdf") == 0 ? LT_LIMITS_READS
                                        : LT_LIMITS_NO_PROGRAM;
}

int lt_readers_versions(lt_sink *sink, leitong_error *error)
{
    char lines[512];
    int size = snprintf(
        lines, sizeof lines,
        "html: %s %s\nepub: %s\npdf: %s\ndoc, wps, rtf: %s\neml: leitong\ndocx, odt, pptx, zip, tar: %s%s%s%s",
        LEITONG_HAVE_GUMBO ? "gumbo" : "not built in: gumbo", LEITONG_GUMBO_VERSION,
        LEITONG_HAVE_GUMBO && LEITONG_HAVE_PACKAGES ? "gumbo, libxml2, libarchive"
                                                    : "not built in: gumbo, libxml2, libarchive",
        lt_program_find("pdftotext", NULL) ? "pdftotext" : "needs pdftotext: install poppler-utils",
        lt_program_find("soffice", NULL) ? "LibreOffice" : "needs LibreOffice: install libreoffice-writer-nogui",
#if LEITONG_HAVE_PACKAGES
        "libxml2 ", LIBXML_DOTTED_VERSION, ", ", archive_version_string()
#else
        "not built in: ", "libxml2", ", ", "libarchive"
#endif
    );
    LT_TRY(lt_sink_text(sink, lines, (size_t)size, error));
    return lt_sink_finish(sink, error);
}

#if LEITONG_HAVE_PACKAGES
/* The beginning of a part, NUL-terminated; "" where there is none. */
static int readers_peek(const lt_package *package, const char *part, char out[READERS_PEEK], leitong_error *error)
{
    lt_part *open;
    size_t size = 0;
    size_t got = 1;
    int code = 0;
    LT_TRY(lt_part_open(package, part, &open, error));
    while (open != NULL && code == 0 && got > 0 && size + 1 < READERS_PEEK) {
        code = lt_part_read(open, out + size, READERS_PEEK - 1 - size, &got, error);
        size += code == 0 ? got : 0;
    }
    lt_part_close(open);
    out[size] = '\0';
    return code;
}

/* A zip file is what stands in it. */
static int readers_zip(const uint8_t *bytes, size_t size, bool only_office, lt_sink *sink, leitong_error *error)
{
    static const char odt[] = "application/vnd.oasis.opendocument.text";
    static const char epub[] = "application/epub+zip";
    char words[READERS_PEEK];
    lt_package package = {bytes, size, sink};
    LT_TRY(lt_package_check(&package, error));
    LT_TRY(readers_peek(&package, "mimetype", words, error));
    if (strncmp(words, odt, strlen(odt)) == 0) {
        return lt_odt_read(&package, sink, error);
    }
    if (strncmp(words, epub, strlen(epub)) == 0) {
#if LEITONG_HAVE_GUMBO
        return lt_epub_read(&package, sink, error);
#else
        return readers_missing(READERS_GUMBO, sink, error);
#endif
    }
    bool is_office = words[0] != '\0';
    LT_TRY(readers_peek(&package, "[Content_Types].xml", words, error));
    if (strstr(words, "wordprocessingml") != NULL) {
        return lt_docx_read(&package, sink, error);
    }
    if (strstr(words, "presentationml") != NULL) {
        return lt_pptx_read(&package, sink, error);
    }
    if (is_office || only_office || words[0] != '\0') {
        return lt_sink_refuse(sink, LT_FAULT_UNKNOWN, error,
                              "holds no text of Word, Writer or PowerPoint, and is no book; if it is a document, save "
                              "it as .docx or .odt");
    }
    return lt_archive_zip(bytes, size, sink, error);
}
#endif

int lt_readers_stream(lt_stream *stream, lt_sink *sink, leitong_error *error)
{
#if LEITONG_HAVE_PACKAGES
    return lt_archive_stream(stream, sink, error);
#else
    (void)stream;
    return readers_missing(READERS_PACKAGES, sink, error);
#endif
}

int lt_readers_read(const char *format, const lt_readers_file *file, const char *encoding, lt_sink *sink,
                    leitong_error *error)
{
    if (strcmp(format, "html") == 0) {
#if LEITONG_HAVE_GUMBO
        return lt_html_read(file->bytes, file->size, encoding, sink, error);
#else
        (void)encoding;
        return readers_missing(READERS_GUMBO, sink, error);
#endif
    }
    if (strcmp(format, "pdf") == 0) {
        return lt_pdf_read(file->bytes, file->size, file->is_packed, sink, error);
    }
    if (strcmp(format, "word") == 0) {
#if LEITONG_HAVE_PACKAGES
        return lt_word_read(file->bytes, file->size, sink, error);
#else
        return readers_missing(READERS_PACKAGES, sink, error);
#endif
    }
    if (strcmp(format, "mail") == 0) {
        return lt_mail_read(file->bytes, file->size, encoding, sink, error);
    }
    bool only_office = strcmp(format, "office") == 0;
    if (only_office || strcmp(format, "zip") == 0) {
#if LEITONG_HAVE_PACKAGES
        return readers_zip(file->bytes, file->size, only_office, sink, error);
#else
        return readers_missing(READERS_PACKAGES, sink, error);
#endif
    }
    return lt_sink_refuse(sink, LT_FAULT_NO_READER, error, "leitong-extract knows no format of this name: %s", format);
}
