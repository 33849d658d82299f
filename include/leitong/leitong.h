/** @file leitong.h
 * All of leitong: include this, link with `leitong`.
 *
 * The shortest useful program is examples/scan_folder.c. The library never prints, exits, aborts or keeps global state;
 * handles may be used from any thread, one at a time. */
#ifndef LEITONG_LEITONG_H
#define LEITONG_LEITONG_H

#include "document.h"
#include "error.h"
#include "gate.h"
#include "index.h"
#include "probe.h"
#include "report.h"
#include "result.h"
#include "scan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the library, such as "0.1.0". */
LEITONG_API const char *leitong_version(void);

#ifdef __cplusplus
}
#endif
#endif
