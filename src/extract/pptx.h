/* pptx: a PowerPoint file (ECMA-376, PresentationML and DrawingML) → its text.
 *
 *     _rels/.rels → presentation → its slides in order → each slide's shapes, tables and diagrams, then its notes
 *
 * A title is a heading. Footers, dates and numbers of slides are left out and counted (running_header), and so is what
 * stands on hidden slides (hidden). Not read: masters, layouts, charts, comments.
 * Input: a package with a part ppt/…. Output: text to the sink. Ownership: none is taken. Errors: those of xml, package
 * and sink. Complexity: linear in the parts, and one pass over the zip's directory for each. */
#ifndef LT_EXTRACT_PPTX_H
#define LT_EXTRACT_PPTX_H

#include "extract/package.h"

LEITONG_CHECK int lt_pptx_read(const lt_package *package, lt_sink *sink, leitong_error *error);

#endif
