#include "text/fold_table.h"

#include "fold_table.inc"
#include "han_table.inc"
