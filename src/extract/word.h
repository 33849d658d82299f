/* word: a file of Word before 2007, of WPS, or RTF → its text, through LibreOffice.
 *
 *     a folder of its own: the file, an empty profile → soffice --convert-to odt → odt
 *
 * LibreOffice is run and not linked. Its profile forbids macros, links to other files and all that asks or updates; the
 * network is shut off (limits.h). Input: the file's bytes. Output: text to the sink. Ownership: none is taken.
 * Errors: LEITONG_EINPUT with the sink's reason: no LibreOffice (no_reader), a file that it can't read (damaged), too
 * long (time_limit); those of odt; LEITONG_ESYSTEM (temporary folder), LEITONG_EMEMORY.
 * Complexity: LibreOffice's: 2 seconds for the smallest file. Disk: what it writes below the temporary folder, which is
 * removed; a process that is killed leaves it there, but for bubblewrap's, which is no disk. */
#ifndef LT_EXTRACT_WORD_H
#define LT_EXTRACT_WORD_H

#include "extract/sink.h"

LEITONG_CHECK int lt_word_read(const uint8_t *bytes, size_t size, lt_sink *sink, leitong_error *error);

#endif
