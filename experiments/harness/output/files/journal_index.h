/* Records of a journal: how they stand in its file, and which of them count. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_JOURNAL_INDEX_H
#define POSBIAS_HARNESS_OUTPUT_FILES_JOURNAL_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "experiments/harness/output/files/journal.h"

/* What stands before a record's bytes; sum is of what is above it and of the bytes. */
struct record_head {
    uint64_t number, units, of, size, sum;
};
uint64_t record_sum(const struct record_head *head, const void *bytes);

/* The records that count, one of each number. */
struct journal_index {
    struct journal_record *record;
    size_t count, room;
    size_t live; /* bytes that they take in the file, with their heads */
};

/* The record of a number, or NULL. */
struct journal_record *index_find(const struct journal_index *index, size_t number);

/* What a record takes in the file. */
size_t record_taken(const struct journal_record *record);

/* Makes a record the one that counts. False without memory. */
bool index_add(struct journal_index *index, const struct journal_record *record);

/* Finds the records of a file from *sound to its end, up to the first that is not whole, where
 * *sound is then. False without memory. */
bool index_read(struct journal_index *index, int descriptor, size_t end, size_t *sound);

/* Adds the records that `size` bytes hold and that now stand in the file from a place on. One for
 * which there is no memory is left out: the file has it. */
void index_add_all(struct journal_index *index, size_t size, const char *bytes, size_t place);

/* Copies the records that count from a place in another file on, as they are listed;
 * index_move says then that it is the file. Returns: 0 or an errno. */
int index_copy(const struct journal_index *index, int from, int to, size_t place);
void index_move(struct journal_index *index, size_t place);

#endif
