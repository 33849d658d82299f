/* truth_xml: one XML file in PAN's format → cases.
 *
 *     <document reference="susp.txt">
 *       <feature name="plagiarism" this_offset="10" this_length="20" source_reference="source.txt" source_offset="30"
 *                source_length="20"/>
 *     </document>
 *
 * Features whose name does not end in "plagiarism" are left alone. Input: a path. Output: cases and the checked
 * document. Ownership: the truth. Errors: LEITONG_EINPUT (file and line), LEITONG_ESYSTEM, LEITONG_EMEMORY. */
#ifndef LT_TOOLS_TRUTH_XML_H
#define LT_TOOLS_TRUTH_XML_H

#include "truth.h"

LEITONG_CHECK int lt_truth_xml(lt_truth *truth, const char *path, uint32_t folder, leitong_error *error);

#endif
