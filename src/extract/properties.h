/* properties: title, author and date in a package's metadata (Dublin Core, as core.xml, meta.xml and OPF have it).
 *
 * The first author before the last one, the day of creation before that of the last change.
 * Input: a part's name. Output: properties to the sink; of a part that isn't there none. Ownership: none is taken.
 * Errors: those of xml and sink. Complexity: linear in the part. */
#ifndef LT_EXTRACT_PROPERTIES_H
#define LT_EXTRACT_PROPERTIES_H

#include "extract/xml.h"

LEITONG_CHECK int lt_properties_read(const lt_package *package, const char *part, lt_sink *sink, leitong_error *error);

#endif
