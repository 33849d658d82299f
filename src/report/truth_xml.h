/* truth_xml: one XML file in PAN's format → cases. libxml2 is named here alone.
 *
 *     <document reference="susp.txt">
 *       <feature name="plagiarism" this_offset="10" this_length="20" source_reference="source.txt" source_offset="30"
 *                source_length="20"/>
 *     </document>
 *
 * Features whose name does not end in "plagiarism" are left alone. Enters: a path. Leaves: cases and the checked
 * document. Owner: the truth. Errors: LEITONG_EINPUT (file and line), LEITONG_ESYSTEM, LEITONG_EMEMORY. */
#ifndef LT_REPORT_TRUTH_XML_H
#define LT_REPORT_TRUTH_XML_H

#include "report/truth.h"

LEITONG_CHECK int lt_truth_xml(lt_truth *truth, const char *path, uint32_t folder, leitong_error *error);

#endif
