/* A checksum that tells results and parameters apart. */
#ifndef POSBIAS_HARNESS_OUTPUT_CHECKSUM_H
#define POSBIAS_HARNESS_OUTPUT_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of no bytes. */
#define CHECKSUM_START 14695981039346656037u

/* FNV-1a, 64 bits, of what hash stands for followed by size bytes. */
static inline uint64_t checksum_add(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * 1099511628211u;
    return hash;
}

#endif
