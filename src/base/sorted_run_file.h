/* sorted_run_file: one sorted run on disk, and every byte of its format.
 *
 * Input: records lane by lane (lanes ascending, a lane's records ascending), a block at a time; once finished, the
 * number of a block.
 * Output: the block's records, checked.
 * Ownership: lt_sorted_run_file; one thread writes, then any number of threads read.
 * Errors: LEITONG_EMEMORY; LEITONG_ESYSTEM (disk full: free space or move --tmpdir); LEITONG_EDAMAGED (a checksum or a
 * number that can't be: `offset` says where; the disk or another program changed it: run again).
 * Complexity: linear in the records; a block is read by one system call.
 *
 * Format, version 1. Numbers are little endian; XXH3 is XXH3-64 with seed 0; offsets are from the file's first byte.
 *
 *   header     0  8  magic "LTRUN\r\n\x1A"
 *              8  4  format version, 1
 *             12  4  bytes of a record, 8 or 16
 *             16  4  lanes, ≥ 1
 *             20  4  zero
 *             24  8  XXH3 of bytes 0 … 23
 *   block      0  8  XXH3 of the rest of the block, bytes 8 … end
 *              8  4  lane, < lanes; ascending from block to block
 *             12  4  records, 1 … (65,536 − 16) / bytes of a record
 *             16     the records, ascending: a key (8 bytes), or a key and a value (16 bytes)
 *   directory        for each block, in order:
 *              0  8  offset
 *              8  4  lane
 *             12  4  records
 *   footer     0  8  offset of the directory
 *              8  8  blocks in the directory
 *             16  8  XXH3 of the directory and bytes 0 … 15 of the footer
 *             24  8  the magic again
 *
 * Nothing stands between these: blocks follow the header, the directory the blocks, the footer ends the file. */
#ifndef LT_BASE_SORTED_RUN_FILE_H
#define LT_BASE_SORTED_RUN_FILE_H

#include "base/error.h"

#include <stddef.h>

#define LT_SORTED_RUN_BLOCK 65536U /* most bytes of a block, its 16 of header included */
#define LT_SORTED_RUN_BLOCK_HEADER 16U

typedef struct lt_sorted_run_file lt_sorted_run_file;

/* A nameless file in `folder`, which has room for `expected` bytes of records. */
LEITONG_CHECK int lt_sorted_run_file_new(const char *folder, unsigned record_size, unsigned lanes, uint64_t expected,
                                         lt_sorted_run_file **ret_file, leitong_error *error);
void lt_sorted_run_file_free(lt_sorted_run_file *file);
/* One block: 1 … (LT_SORTED_RUN_BLOCK − LT_SORTED_RUN_BLOCK_HEADER) / record_size records. */
LEITONG_CHECK int lt_sorted_run_file_append(lt_sorted_run_file *file, unsigned lane, const void *records, size_t count,
                                            leitong_error *error);
/* Writes the directory and loads it again as it stands in the file: from here on the file is read. */
LEITONG_CHECK int lt_sorted_run_file_finish(lt_sorted_run_file *file, leitong_error *error);

/* A lane's blocks are those numbered *ret_begin … *ret_end − 1. */
void lt_sorted_run_file_lane(const lt_sorted_run_file *file, unsigned lane, size_t *ret_begin, size_t *ret_end);
/* Bytes of the file's largest block. */
size_t lt_sorted_run_file_largest(const lt_sorted_run_file *file);
/* `buffer` takes the largest block; *ret_records is in it. */
LEITONG_CHECK int lt_sorted_run_file_read(const lt_sorted_run_file *file, size_t block, void *buffer,
                                          const void **ret_records, size_t *ret_count, leitong_error *error);

#endif
