/* version: the one place that knows it, from the build. */
#include "leitong/leitong.h"

const char *leitong_version(void)
{
    return LEITONG_VERSION;
}
