/* versions: clusters documents that are versions of one text.
 *
 * Documents are the nodes of a graph; those that share enough tokens are linked. Nodes become medoids in order of their
 * number of neighbours, of equals by content: names do not decide. A medoid takes all its neighbours that are in no
 * cluster yet. Every member is thus within the threshold of its medoid: clusters do not chain.
 * Input: how many tokens each document shares with each source.
 * Output: clusters around medoids.
 * Ownership: lt_versions, cleared by the caller.
 * Errors: LEITONG_EMEMORY.
 * Complexity: n log n in pairs of documents. */
#ifndef LT_PASSAGES_VERSIONS_H
#define LT_PASSAGES_VERSIONS_H

#include "passages/passage.h"

/* Similarity to the medoid is shared / all (Jaccard of tokens); containment is shared / smaller. */
typedef struct lt_version {
    lt_place place;
    uint32_t shared, all, smaller;
} lt_version;

typedef struct lt_version_cluster {
    size_t begin, count; /* in members, which are sorted by place */
    size_t medoid;       /* index among them */
} lt_version_cluster;

typedef struct lt_versions {
    lt_version_cluster *clusters; /* sorted by their first member */
    lt_version *members;
    size_t cluster_count, member_count;
} lt_versions; /* zero it first */
void lt_versions_clear(lt_versions *versions);

/* How much two documents share: `a` tokens of document_a stand in document_b too, `b` the other way. */
typedef struct lt_shared_tokens {
    uint32_t document_a, document_b; /* a < b; sorted */
    uint32_t a, b;
} lt_shared_tokens;

/* All documents, and those pairs of them that share tokens. */
typedef struct lt_document_overlaps {
    const uint32_t *token_counts; /* [document] */
    const uint64_t *hashes;       /* [document]: of its content */
    size_t document_count;
    const lt_shared_tokens *shared;
    size_t shared_count;
} lt_document_overlaps;

/* `threshold` in units of 10^-9, of containment, so that a document inside a larger one is a version of it. */
LEITONG_CHECK int lt_versions_documents(const lt_document_overlaps *overlaps, uint64_t threshold,
                                        lt_versions *ret_versions, leitong_error *error);

#endif
