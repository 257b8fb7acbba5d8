/* Scores mapped to whole numbers that inversions_count tells them apart by. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_KEYS_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key's upper part is its bucket, its lower half the place there. */
enum { KEY_HALF_BITS = 16, KEY_BUCKET_BITS = 15 };

/* A map of scores to keys, monotone up to rounding; scores beyond the ends share the end's. Near
 * scores within tie of a far one have its key when both ends of [far - slack, far + slack] have. */
struct key_map {
    double low, scale, end, slack;
    size_t buckets;
};

/* The most buckets that key_map_fit chooses for so many near scores. */
size_t key_buckets_most(size_t near_count);

/* Fits a map to samples of both sides: more buckets where the near scores crowd.
 * Returns: false if every sampled score is close to a tie of every other, or their range is no
 *          finite number. */
bool key_map_fit(size_t near_count, const double *near, size_t far_count, const double *far,
                 double tie, struct key_map *map);

/* The keys of n scores. */
void keys_of(const struct key_map *map, size_t n, const double *restrict score,
             uint32_t *restrict key);

/* The keys of both ends of [score - slack, score + slack]; true if those of any score differ. */
bool keys_around(const struct key_map *map, size_t n, const double *restrict score,
                 uint32_t *restrict low, uint32_t *restrict high);

#endif
