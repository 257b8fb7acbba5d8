/* A file beside a result that holds how far its work has come, for the next process to go on. */
#ifndef POSBIAS_HARNESS_OUTPUT_FILES_JOURNAL_H
#define POSBIAS_HARNESS_OUTPUT_FILES_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* The file begins with the line "posbias checkpoint 1", the lines that identify the result, and an
 * empty one. Records follow, each with a checksum: from the first that is torn or damaged on, none
 * counts. Of records with one number the last counts. A process holds the file by a lock as long as
 * it lives. */
struct journal;

/* The bytes of one piece of work, of whose parts the first `units` are done. */
struct journal_record {
    size_t number, units, of, size;
    size_t at; /* of its bytes, in the file */
};

/* Opens the journal at path, or begins one: the file itself comes to be when something is flushed.
 * In:      path, whose last part is no link; lines, which identify the result, each with a newline.
 * Returns: false with *error set: without memory, or if what is there is no journal, or one with
 *          other lines. It is never written to. */
bool journal_open(const char *path, const char *lines, struct journal **out, struct message *error);

/* False if another process holds it: nothing is read then and nothing written. */
bool journal_held(const struct journal *journal);

/* The record that counts for a number of work, or NULL; how many count, and each of them. */
const struct journal_record *journal_find(const struct journal *journal, size_t number);
size_t journal_count(const struct journal *journal);
const struct journal_record *journal_at(const struct journal *journal, size_t i);

/* Reads a record's bytes; false if they cannot be read as they were written. */
bool journal_read(struct journal *journal, const struct journal_record *record, void *bytes);

/* Adds a record that stays in memory until it is flushed. Returns: where its bytes go to; NULL
 * without memory. */
void *journal_add(struct journal *journal, const struct journal_record *record);

/* Bytes that wait. */
size_t journal_waiting(const struct journal *journal);

/* Writes what waits and forces it out. The file is written anew, without the records that no longer
 * count, where those are more than the others. Returns: 0 or an errno; what waited is then
 * forgotten, and what the file held before holds. EEXIST: another process has begun one. */
int journal_flush(struct journal *journal);

/* Lets go of the file, which stays. */
void journal_close(struct journal *journal);

/* Likewise, and removes it and what killed processes left beside it, if it is held. */
void journal_remove(struct journal *journal);

#endif
