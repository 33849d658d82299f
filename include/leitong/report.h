/** @file report.h
 * A result → one artefact for people or machines. */
#ifndef LEITONG_REPORT_H
#define LEITONG_REPORT_H

#include "result.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif
#endif
