/* fuzz_package: .docx, .odt, .pptx and .epub. Byte 0: 0: the rest is a zip file that may be anything; 1: a .docx whose
 * parts, 2: an .odt, 3: a .pptx, 4: an .epub whose parts are the rest, parted by bytes 0. */
#include "extract/readers.h"
#include "extracted.h"

#include <zlib.h>

enum { ROOM = 1 << 17 };

enum { KINDS = 4, PARTS = 5 };
static const char *const parts[KINDS][PARTS] = {
    {"word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "docProps/core.xml"},
    {"content.xml", "styles.xml", "META-INF/manifest.xml", "meta.xml", "unused.xml"},
    {"ppt/presentation.xml", "ppt/_rels/presentation.xml.rels", "ppt/slides/slide1.xml",
     "ppt/slides/_rels/slide1.xml.rels", "ppt/notes.xml"},
    {"META-INF/container.xml", "o.opf", "i.html", "META-INF/encryption.xml", "j.html"},
};

typedef struct zip {
    uint8_t bytes[ROOM], directory[4096];
    size_t size, directory_size;
    unsigned count;
} zip;

static void put16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static void put32(uint8_t *at, size_t value)
{
    put16(at, value & 0xFFFF);
    put16(at + 2, value >> 16 & 0xFFFF);
}

/* A part that is stored as it is (PKWARE's APPNOTE, 4.3.7 and 4.3.12). */
static void add(zip *to, const char *name, const uint8_t *bytes, size_t size)
{
    size_t length = strlen(name);
    if (to->size + 30 + length + size > ROOM - 8192) {
        return;
    }
    uint8_t head[46] = {'P', 'K', 3, 4, 20};
    put32(head + 14, crc32(0, bytes, (uInt)size));
    put32(head + 18, size);
    put32(head + 22, size);
    put16(head + 26, length);
    uint8_t row[46] = {'P', 'K', 1, 2, 20, 0, 20};
    memcpy(row + 16, head + 14, 14);
    put32(row + 42, to->size);
    memcpy(to->bytes + to->size, head, 30);
    memcpy(to->bytes + to->size + 30, name, length);
    memcpy(to->bytes + to->size + 30 + length, bytes, size);
    to->size += 30 + length + size;
    memcpy(to->directory + to->directory_size, row, 46);
    memcpy(to->directory + to->directory_size + 46, name, length);
    to->directory_size += 46 + length;
    to->count++;
}

static void finish(zip *to)
{
    uint8_t end[22] = {'P', 'K', 5, 6};
    put16(end + 8, to->count);
    put16(end + 10, to->count);
    put32(end + 12, to->directory_size);
    put32(end + 16, to->size);
    memcpy(to->bytes + to->size, to->directory, to->directory_size);
    memcpy(to->bytes + to->size + to->directory_size, end, sizeof end);
    to->size += to->directory_size + sizeof end;
}

static void build(zip *to, unsigned kind, const uint8_t *data, size_t size)
{
    static const char *const kinds[KINDS][2] = {{"[Content_Types].xml", "<Types>wordprocessingml</Types>"},
                                                {"mimetype", "application/vnd.oasis.opendocument.text"},
                                                {"[Content_Types].xml", "<Types>presentationml</Types>"},
                                                {"mimetype", "application/epub+zip"}};
    to->size = to->directory_size = to->count = 0;
    add(to, kinds[kind][0], (const uint8_t *)kinds[kind][1], strlen(kinds[kind][1]));
    for (size_t i = 0; i < PARTS && size > 0; i++) {
        const uint8_t *end = memchr(data, 0, size);
        size_t length = end == NULL ? size : (size_t)(end - data);
        add(to, parts[kind][i], data, length);
        data += length + (end != NULL);
        size -= length + (end != NULL);
    }
    finish(to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static extracted text;
    static zip made;
    leitong_error error = {0};
    if (size == 0) {
        return 0;
    }
    text.size = 0;
    lt_sink sink = {.put = extracted_put, .context = &text, .limit = EXTRACTED_MOST};
    uint8_t *file;
    if (data[0] >= 1 && data[0] <= KINDS) {
        build(&made, data[0] - 1U, data + 1, size - 1);
        file = fuzz_copy(made.bytes, made.size);
        size = made.size;
    } else {
        file = fuzz_copy(data + 1, size - 1);
        size--;
    }
    int code = lt_readers_read("zip", &(lt_readers_file){file, size, false}, "", &sink, &error);
    extracted_check(&text, &sink, code, &error);
    lt_sink_clear(&sink);
    free(file);
    return 0;
}
